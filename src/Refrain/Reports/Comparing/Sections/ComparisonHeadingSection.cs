using Refrain.Measurement;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>Title, what the thresholds came to, what changed, and what there is to doubt.</summary>
internal static class ComparisonHeadingSection
{
    public static Html Build(ComparisonReport report) =>
        Html.Of(
            $"""
            <header>
            <p class="kind">Refrain comparison {HtmlParts.Chip(report.Outcome)}</p>
            <h1>{ComparisonWording.Title(report)}</h1>
            <p class="subject">{report.A.Model.Architecture} · {report.Suite.Name} · {report.Languages.Count} {(
                report.Languages.Count == 1 ? "language" : "languages"
            )} · judged by {report.Judge}</p>
            <p class="finding">{ComparisonWording.Finding(report)}</p>
            <p class="mechanism">{ComparisonWording.Verdict(report)}</p>
            {HtmlParts.Facts(("A", Side(report.A, "side-a")), ("B", Side(report.B, "side-b")))}
            {Doubts(report)}
            </header>

            """
        );

    private static Html Side(ComparedSide side, string colour) =>
        Html.Of($"""<span class="key {colour}"></span> {ComparisonWording.Side(side)}""");

    private static Html Doubts(ComparisonReport report) =>
        Html.If(
            report.Doubts.Count > 0,
            Html.Of(
                $"""
                <aside class="doubts" aria-label="What to doubt"><strong>What to doubt</strong>
                <ul>
                {report.Doubts.Select(doubt => Html.Of($"<li>{doubt}</li>\n"))}</ul></aside>
                """
            )
        );
}
