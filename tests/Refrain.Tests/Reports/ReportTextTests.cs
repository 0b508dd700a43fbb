using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Responses;
using Refrain.Runs;
using Refrain.Tokens;

namespace Refrain.Tests.Reports;

/// <summary>How numbers, ids and texts are put into words.</summary>
public sealed class ReportTextTests
{
    [Theory]
    [InlineData(null, "—")]
    [InlineData(double.NaN, "—")]
    [InlineData(-0.04, "+0.0")]
    [InlineData(-3.84, "−3.8")]
    [InlineData(6.91, "+6.9")]
    public void A_score_has_its_sign(double? score, string text) => Assert.Equal(text, Figures.Score(score));

    [Theory]
    [InlineData(0.164, "0.16")]
    [InlineData(0.0042, "0.0042")]
    [InlineData(12.34, "12.3")]
    [InlineData(null, "—")]
    public void A_divergence_keeps_the_digits_that_matter(double? kl, string text) => Assert.Equal(text, Figures.Divergence(kl));

    [Theory]
    [InlineData(1.44, "1.4 s")]
    [InlineData(61.2, "1 min 01 s")]
    [InlineData(7325, "2 h 02 min")]
    public void A_duration_is_in_the_units_that_fit(double seconds, string text) => Assert.Equal(text, Figures.Duration(seconds));

    [Theory]
    [InlineData("", "")]
    [InlineData("7", "7")]
    [InlineData("286 287 288 300", "286–288, 300")]
    [InlineData("val:32 val:33 34", "val:32–33, 34")]
    [InlineData("h01 h02 h03", "h01–03")]
    [InlineData("a b 99999999999999999999 100000000000000000000", "a, b, 99999999999999999999, 100000000000000000000")]
    public void Ids_that_follow_each_other_are_a_range(string ids, string text) =>
        Assert.Equal(text, IdRanges.Show(ids.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Fact]
    public void Of_many_ids_without_order_the_first_are_named_and_the_rest_counted()
    {
        string[] ids = [.. Enumerable.Range(0, 500).Select(number => $"{number} (x)"), "harmful/1", "harmful/2"];
        string shown = IdRanges.Show(ids);
        Assert.StartsWith("0 (x), 1 (x), ", shown, StringComparison.Ordinal);
        Assert.EndsWith(", 39 (x), and 462 more", shown, StringComparison.Ordinal);
        Assert.EndsWith(", harmful/1–2", IdRanges.Show(ids[470..]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_harmful_response_is_shortened_between_characters()
    {
        string family = "👨‍👩‍👧‍👦"; // one character to a reader, eleven to .NET
        string response = string.Concat(Enumerable.Repeat(family, 100));
        Assert.Equal(string.Concat(Enumerable.Repeat(family, 80)) + "…", Example(PromptClass.Harmful, response).Response);
        Assert.Equal(response, Example(PromptClass.Harmless, response).Response);
        Assert.Equal("short", Example(PromptClass.Harmful, "short").Response);
    }

    [Theory]
    [InlineData(64, 64, LanguageVerdict.Refuses)]
    [InlineData(55, 64, LanguageVerdict.Undecided)]
    [InlineData(30, 64, LanguageVerdict.Unprotected)]
    public void The_verdict_is_the_interval_s(int refusal, int n, LanguageVerdict verdict) =>
        Assert.Equal(verdict, Rates.VerdictOf(ReportFixtures.Rate(refusal, n)));

    [Fact]
    public void Without_a_judged_response_there_is_no_verdict()
    {
        Assert.Equal(LanguageVerdict.NotMeasured, Rates.VerdictOf(null));
        Assert.Equal(LanguageVerdict.NotMeasured, Rates.VerdictOf(new Rate { Unjudged = 3, N = 3 }));
    }

    [Fact]
    public void Markdown_shows_hostile_text_on_one_line_without_markup()
    {
        string shown = MarkdownReport.Escape("a|b\n# c <b> [d](https://e) www.f `g` **h** @i");
        Assert.Equal(@"a\|b \# c &lt;b&gt; \[d\](https&#58;//e) www&#46;f \`g\` \*\*h\*\* &#64;i", shown);
    }

    [Fact]
    public void Every_table_row_of_the_markdown_has_the_cells_of_its_head()
    {
        foreach (var report in (AuditReport[])[ReportFixtures.Affine(), ReportFixtures.Empty()])
        {
            foreach (
                string table in MarkdownReport.Build(report).Split("\n\n").Where(part => part.StartsWith("| ", StringComparison.Ordinal))
            )
            {
                Assert.Single(
                    table
                        .TrimEnd()
                        .Split('\n')
                        .Select(row => row.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|'))
                        .Distinct()
                );
            }
        }
    }

    [Theory]
    [InlineData(ThinkingTreatment.None, "none", null)]
    [InlineData(ThinkingTreatment.AsIs, "as_is", "thinking as the chat template has it by itself")]
    [InlineData(ThinkingTreatment.OffByTemplate, "off_by_template", "thinking skipped, by the chat template's own option")]
    [InlineData(
        ThinkingTreatment.OffByClosing,
        "off_by_closing",
        "thinking skipped: an empty thinking part, closed by Refrain, stands before the answer"
    )]
    [InlineData(
        ThinkingTreatment.On,
        "on",
        "with thinking: answers are judged after it; directions and scores are read where the answer starts, with an empty thinking part"
    )]
    public void A_treatment_of_thinking_has_a_word_in_the_report_and_a_sentence_on_the_page(
        ThinkingTreatment treatment,
        string word,
        string? sentence
    )
    {
        var report = ReportFixtures.Affine();
        report = report with { Settings = report.Settings with { Template = new ReportTemplate { Thinking = treatment } } };
        string json = ReportJson.Write(report);
        Assert.Contains($"\"thinking\": \"{word}\"", json, StringComparison.Ordinal);
        Assert.Equal(treatment, ReportJson.Read(json, "report.json").Settings.Template.Thinking);
        Assert.Equal(sentence, TemplateText.Thinking(treatment));
    }

    [Fact]
    public void What_is_not_the_default_of_a_template_is_said_in_order()
    {
        var template = new ReportTemplate
        {
            System = "Be brief.",
            Options = new Dictionary<string, string> { ["enable_tools"] = "false" },
            GenerationPrompt = false,
            Date = "2026-01-31",
        };
        Assert.Equal(
            ["system turn \"Be brief.\"", "enable_tools = false", "without generation prompt", "dated 2026-01-31"],
            TemplateText.Of(template)
        );
        Assert.Empty(TemplateText.Of(new ReportTemplate()));
    }

    private static ExampleResponse Example(PromptClass @class, string response) =>
        ExampleResponse.Of("en", "1", @class, Condition.Baseline, "p", response, Outcome.Compliance);
}
