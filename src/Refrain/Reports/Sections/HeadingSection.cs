using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>Title, the finding in one sentence, and what there is to doubt.</summary>
internal static class HeadingSection
{
    public static Html Build(AuditReport report) =>
        Html.Of(
            $"""
            <header>
            <p class="kind">Refrain audit{Html.If(
                Wording.Precision(report) is not null,
                Html.Of($""" <span class="chip undecided">{Wording.FastBadge}</span>""")
            )}</p>
            <h1>Where {report.Model.Name} refuses</h1>
            <p class="subject">{report.Model.Architecture}, {Figures.Count(
                report.Model.Parameters
            )} parameters · {report.Suite.Name} · {report.Languages.Count} {(
                report.Languages.Count == 1 ? "language" : "languages"
            )} · source {LanguageNames.English(report.Settings.Source)}{(
                TemplateText.Thinking(report.Settings.Template.Thinking) is { } thinking ? " · " + thinking : ""
            )}</p>
            <p class="finding">{Wording.Finding(report)}</p>
            <p class="mechanism">{Wording.InterventionFinding(report)}</p>
            {Html.If(
                Wording.Precision(report) is not null,
                Html.Of($"""<p class="precision"><strong>{Wording.Precision(report)}</strong></p>""")
            )}
            {Doubts(report)}
            </header>

            """
        );

    private static Html Doubts(AuditReport report) =>
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
