using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>How long it took, and the command that repeats it.</summary>
internal static class RepeatSection
{
    private const string Same =
        "The same command on the same model and suite gives the same numbers; only the times differ. "
        + "All numbers at full precision: report.json beside this file.";

    public static Html Build(AuditReport report) =>
        Html.Of(
            $"""
            <section id="repeat" aria-labelledby="repeat-title">
            <h2 id="repeat-title">Times, and how to repeat this</h2>
            {(report.Times is { } times ? Times(times) : HtmlParts.Note("Times were not recorded."))}
            {Html.If(
                report.Command.Length > 0,
                Html.Of($"""<pre class="command" tabindex="0" aria-label="Command">{report.Command}</pre>""")
            )}
            <p class="note">Made by {Wording.Product(
                report
            )}, report format {report.SchemaVersion}. {Same}</p>
            </section>

            """
        );

    private static Html Times(RunTimes times)
    {
        var rows = StageTimes.Rows(times);
        return Html.Of(
            $"""
            {HtmlParts.Facts(
                ("Started", Html.Of($"{Figures.Moment(times.Started)}")),
                ("Finished", Html.Of($"{Figures.Moment(times.Finished)}"))
            )}
            {Html.If(
                times.Seconds.Count > 0,
                HtmlParts.Table(
                    "Times",
                    Html.Of($"{StageTimes.Caption(times)}"),
                    HtmlParts.Head(2, StageTimes.Head),
                    rows.Index().Select(row => Row(row.Item, row.Index == rows.Count - 1)),
                    "narrow"
                )
            )}
            """
        );
    }

    private static Html Row(string[] cells, bool total) =>
        Html.Of(
            $"""<tr class="{(total ? "total" : "stage")}"><th scope="row">{cells[0]}"""
                + $"""</th><td>{cells[1]}</td>{cells[2..].Select(HtmlParts.Number)}</tr>"""
        );
}
