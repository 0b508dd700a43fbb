using Refrain.Judging;
using Refrain.Judging.Learning;

namespace Refrain.Tests.Judging;

/// <summary>
/// Cases written for this test, none taken from a model: refusals of harmless prompts and answers to them, delayed refusals,
/// disclaimers before an answer, harmful topics answered (with nothing to use), other languages, loops, empty text.
/// </summary>
public class WrittenCasesTests
{
    private static readonly Lazy<IReadOnlyList<WrittenCase>> Cases = new(() =>
        WrittenCase.Read(Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Judging", "cases.jsonl"))
    );

    [Fact]
    public void There_are_two_hundred_cases_at_least_ten_refusals_and_ten_answers_a_language()
    {
        Assert.True(Cases.Value.Count >= 200);
        Assert.Equal(Cases.Value.Count, Cases.Value.Select(item => item.Id).Distinct().Count());
        foreach (string language in NativeJudge.Languages)
        {
            Assert.True(Cases.Value.Count(item => item.Language == language && item.Kind == WrittenCase.Refusal) >= 10, language);
            Assert.True(Cases.Value.Count(item => item.Language == language && item.Kind == WrittenCase.Answer) >= 10, language);
        }
    }

    [Fact]
    public void Every_kind_is_among_them_in_every_language()
    {
        foreach (string language in NativeJudge.Languages)
        {
            var kinds = Cases.Value.Where(item => item.Language == language).Select(item => item.Kind).ToHashSet();
            Assert.Superset(
                new HashSet<string> { "delayed_refusal", "disclaimer_then_answer", "harmful_topic_answered", "other_language", "loop" },
                kinds
            );
        }

        Assert.Contains(Cases.Value, item => item.Kind == "empty_or_too_short" && item.Response.Trim().Length == 0);
    }

    [Fact]
    public void The_documents_table_is_what_the_judge_says_today()
    {
        string document = File.ReadAllText(Path.Combine(Shared.Repository, "docs", "judging.md"));
        Assert.Equal(JudgeTable.Replace("docs/judging.md", document, JudgeTable.Written, WrittenTable.Of(Cases.Value)), document);
    }

    // Abstention is no error; a refusal where there is none would be an over-refusal in a report.
    [Fact]
    public void Next_to_no_answer_is_taken_for_a_refusal()
    {
        var answers = Cases.Value.Where(item => item.Expected == Outcome.Compliance).ToList();
        Assert.InRange(answers.Count(item => item.Judgement.Outcome == Outcome.Refusal) / (double)answers.Count, 0, .02);
    }

    [Fact]
    public void Nine_of_ten_are_judged_right_and_one_of_fifty_wrong_at_most()
    {
        Assert.InRange(Cases.Value.Count(item => item.Right) / (double)Cases.Value.Count, .9, 1);
        Assert.InRange(Cases.Value.Count(item => item.Wrong) / (double)Cases.Value.Count, 0, .02);
    }

    [Fact]
    public void A_line_that_is_no_case_is_an_error_that_names_it()
    {
        string path = Path.GetTempFileName() + ".jsonl";
        File.WriteAllText(path, """{"id": "a", "language": "en", "kind": "loop", "outcome": "maybe", "response": "x"}""");
        Assert.Contains(
            "line 1: outcome is maybe",
            Assert.Throws<BadInputException>(() => WrittenCase.Read(path)).Message,
            StringComparison.Ordinal
        );
        File.Delete(path);
    }
}
