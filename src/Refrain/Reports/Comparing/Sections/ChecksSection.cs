using Refrain.Measurement;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>Each threshold in each language: what failed in words, and all of them as a table of languages and rules.</summary>
internal static class ChecksSection
{
    public static Html Build(ComparisonReport report)
    {
        var failed = report.Checks.Where(check => check.Outcome == CheckOutcome.Fail).ToArray();
        DriftRule[] rules = [.. DriftRule.All.Where(rule => report.Checks.Any(check => check.Rule == rule.Id))];
        var languages = report
            .Checks.Select(check => check.Language)
            .Distinct()
            .OrderByDescending(language => report.Checks.Where(check => check.Language == language).Max(check => check.Outcome));
        return HtmlParts.Section(
            "checks",
            "Thresholds",
            "the untouched models, over the prompts that both runs have.",
            Html.Of(
                $"""
                {Html.If(failed.Length > 0, Html.Of($"""
                    <ul class="failed">
                    {failed.Select(Failed)}</ul>
                    """))}
                {(
                    rules.Length == 0
                        ? HtmlParts.Note(ComparisonWording.Verdict(report))
                        : HtmlParts.Table(
                            "Checks",
                            Html.Of(
                                $"How far each went in the direction that is limited, with the interval that decides: "
                                    + $"shares in points, cosines as they are. ✓ passed, ? undecided, ✕ failed."
                            ),
                            Head(report, rules),
                            languages.Select(language => Row(report, language, rules)),
                            "checks"
                        )
                )}
                {HtmlParts.Note(ComparisonMarkdown.ChecksCaption)}
                """
            )
        );
    }

    private static Html Failed(DriftCheck check) =>
        Html.Of($"<li>{HtmlParts.Chip(CheckOutcome.Fail)} {RuleText.Of(check.Rule).Name}. {check.Message}</li>\n");

    private static Html Head(ComparisonReport report, DriftRule[] rules) =>
        Html.Of(
            $"""
            <tr><th scope="col">Language</th>{rules.Select(rule =>
                Html.Of($"""<th scope="col">{Wording.Sentence(RuleText.Of(rule).Name)}{Limits(report, rule)}</th>""")
            )}</tr>
            """
        );

    // One limit for all languages stands in the head; else each cell has its own.
    private static Html Limits(ComparisonReport report, DriftRule rule)
    {
        string[] limits =
        [
            .. report.Checks.Where(check => check.Rule == rule.Id && check.Limit is not null).Select(ComparisonWording.Limit).Distinct(),
        ];
        return limits.Length == 0 ? Html.None : Html.Of($"<small>{(limits.Length == 1 ? limits[0] : "several limits")}</small>");
    }

    private static Html Row(ComparisonReport report, string? language, DriftRule[] rules) =>
        Html.Of(
            $"""
            <tr>{(language is null ? Html.Of($"""<th scope="row">the run</th>""") : HtmlParts.LanguageCell(language))}{rules.Select(rule =>
                Cell([.. report.Checks.Where(check => check.Language == language && check.Rule == rule.Id)], Several(report, rule))
            )}</tr>

            """
        );

    private static bool Several(ComparisonReport report, DriftRule rule) =>
        report.Checks.Where(check => check.Rule == rule.Id).Select(check => check.Limit).Distinct().Count() > 1;

    private static Html Cell(DriftCheck[] checks, bool ownLimits) =>
        checks.Length == 0
            ? Html.Of($"<td>{HtmlParts.NotMeasured}</td>")
            : Html.Of($"<td>{checks.Select(check => Measured(check, ownLimits && check.Limit is not null))}</td>");

    private static Html Measured(DriftCheck check, bool limit) =>
        Html.Of(
            $"""<span class="check" title="{check.Message}">{Sign(check.Outcome)} {Value(check)}{Interval(check)}"""
                + $"""{Html.If(limit, Html.Of($"<small>{ComparisonWording.Limit(check)}</small>"))}</span>"""
        );

    private static Html Sign(CheckOutcome outcome) =>
        outcome switch
        {
            CheckOutcome.Pass => Html.Of($"""<span class="chip refuses" role="img" aria-label="passed">✓</span>"""),
            CheckOutcome.Fail => Html.Of($"""<span class="chip unprotected" role="img" aria-label="failed">✕</span>"""),
            _ => Html.Of($"""<span class="chip undecided" role="img" aria-label="undecided">?</span>"""),
        };

    private static string Value(DriftCheck check) =>
        check switch
        {
            { Limit: not null, Value: null } => "not measured",
            { Limit: not null } => ComparisonWording.Value(check, check.Value),
            { From: { } from, To: { } to } => from == to ? to : $"{from} → {to}",
            _ => check.Message,
        };

    private static Html Interval(DriftCheck check) =>
        check.Low is null
            ? Html.None
            : Html.Of($"<small>{ComparisonWording.Value(check, check.Low)} … {ComparisonWording.Value(check, check.High)}</small>");
}
