namespace Refrain.Reports.Sections;

/// <summary>How long it took, and the command that repeats it.</summary>
internal static class RepeatSection
{
    public static Html Build(AuditReport report) => Html.Of($"""
        <section id="repeat" aria-labelledby="repeat-title">
        <h2 id="repeat-title">Times, and how to repeat this</h2>
        {(report.Times is { } times ? Times(times) : HtmlParts.Note("Times were not recorded."))}
        {Html.If(report.Command.Length > 0, Html.Of($"""<pre class="command" tabindex="0" aria-label="Command">{report.Command}</pre>"""))}
        <p class="note">Made by {Wording.Product(report)}, report format {report.SchemaVersion}. The same command on the same model and suite gives the same numbers; only the times differ. All numbers at full precision: report.json beside this file.</p>
        </section>

        """);

    private static Html Times(RunTimes times)
    {
        var stages = times.Seconds.Select(stage => Html.Of($"""<tr><th scope="row">{stage.Key.Replace('_', ' ')}</th>{HtmlParts.Number(Figures.Duration(stage.Value))}</tr>"""));
        var total = Html.Of($"""<tr class="total"><th scope="row">total</th>{HtmlParts.Number(Figures.Duration(times.Seconds.Values.Sum()))}</tr>""");
        return Html.Of($"""
            {HtmlParts.Facts(("Started", Html.Of($"{Figures.Moment(times.Started)}")), ("Finished", Html.Of($"{Figures.Moment(times.Finished)}")))}
            {Html.If(times.Seconds.Count > 0, HtmlParts.Table("Times", Html.Of($"Computing time per stage, all parts of an interrupted run together."), HtmlParts.Head(1, "Stage", "Time"), stages.Append(total), "narrow"))}
            """);
    }
}
