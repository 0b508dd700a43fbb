namespace Refrain.Reports.Sections;

/// <summary>Directions that should do nothing; absent where none were measured.</summary>
internal static class ControlsSection
{
    public static Html Build(AuditReport report)
    {
        if (report.Controls.Count == 0)
        {
            return Html.None;
        }

        return HtmlParts.Section(
            "controls",
            "Controls",
            $"the same interventions with a direction that should do nothing, in place of the real one; compare {Wording.Intervention(report)}.",
            HtmlParts.Table(
                "Controls",
                Html.Of($"Refusal with control directions: the real direction's effect counts only where its interval clears these."),
                HtmlParts.Head(4, "Language", "Control", "Prompts", "Condition", "Refusal", "95% interval", "n"),
                report.Controls.Select(Row)));
    }

    private static Html Row(ControlReport control) => Html.Of($"""
        <tr>{HtmlParts.LanguageCell(control.Language)}<td>{control.Name}</td><td>{control.Class}</td><td>{control.Condition}</td>{HtmlParts.Number(Figures.Percent(control.Rate.Share))}{HtmlParts.Number(Figures.Interval(control.Rate.Low, control.Rate.High))}{HtmlParts.Number(Figures.Number(control.Rate.N, "0"))}</tr>

        """);
}
