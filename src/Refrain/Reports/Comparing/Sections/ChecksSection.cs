using Refrain.Reports.Comparing.Checking;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>Each threshold in each language; what did not pass comes first and in full, what passed is folded away.</summary>
internal static class ChecksSection
{
    private static readonly Html Head = Html.Of($"""
        <tr><th scope="col">Outcome</th><th scope="col">Check</th><th scope="col">Language</th><th scope="col" class="number">Measured</th><th scope="col" class="number">95% interval</th><th scope="col" class="number">Limit</th></tr>
        """);

    public static Html Build(ComparisonReport report)
    {
        var open = report.Checks.Where(check => check.Outcome != CheckOutcome.Pass).OrderByDescending(check => check.Outcome).ToArray();
        var passed = report.Checks.Where(check => check.Outcome == CheckOutcome.Pass).ToArray();
        return HtmlParts.Section(
            "checks",
            "Thresholds",
            "the untouched models, over the prompts that both runs have.",
            Html.Of($"""
                {(open.Length == 0 ? HtmlParts.Note(ComparisonWording.Verdict(report)) : Table("Failed and undecided checks", open, full: true))}
                {Html.If(passed.Length > 0, Html.Of($"""
                    <details><summary>{passed.Length} passed</summary>
                    {Table("Passed checks", passed, full: false)}</details>
                    """))}
                {HtmlParts.Note(ComparisonMarkdown.ChecksCaption)}
                """));
    }

    private static Html Table(string name, DriftCheck[] checks, bool full) =>
        HtmlParts.Table(name, Html.Of($"{name}: shares in points, cosines as they are."), Head, checks.Select(check => Row(check, full)), "checks");

    private static Html Row(DriftCheck check, bool full)
    {
        string interval = check.Low is null ? Figures.Missing : $"{ComparisonWording.Value(check, check.Low)} … {ComparisonWording.Value(check, check.High)}";
        var numbers = check.Limit is null
            ? Html.Of($"""<td colspan="3">{check.Message}</td>""")
            : Html.Of($"{HtmlParts.Number(ComparisonWording.Value(check, check.Value))}{HtmlParts.Number(interval)}{HtmlParts.Number(ComparisonWording.Limit(check))}");
        var language = check.Language is { } code ? HtmlParts.LanguageCell(code) : Html.Of($"<td></td>");
        string why = check.Message[(check.Message.LastIndexOf(": ", StringComparison.Ordinal) + 1)..].Trim();
        return Html.Of($"""
            <tr><td>{HtmlParts.Chip(ComparisonMarkdown.Word(check.Outcome))}</td><td>{DriftRule.Of(check.Rule).Name}{Html.If(full && check.Limit is not null, Html.Of($"<small>{why}</small>"))}</td>{language}{numbers}</tr>

            """);
    }
}
