using Refrain.Measurement;
using Refrain.Prompts;

namespace Refrain.Reports.Sections;

/// <summary>How often the model refuses what it should answer: per language of the suite, and per file beside it.</summary>
internal static class OverRefusalSection
{
    public static Html Build(AuditReport report)
    {
        var rows = OverRefusalText.Languages(report).ToArray();
        if (rows.Length == 0 && report.OverRefusal.Count == 0)
        {
            return Html.None;
        }

        bool ablated = report.Selection.Intervention is not null,
            alarming = rows.Any(row => row.Second is not null);
        return HtmlParts.Section(
            "over-refusal",
            "Does it refuse what it should answer?",
            ablated ? $"baseline: the untouched model; ablated: {Wording.Intervention(report)}." : "the untouched model; no intervention.",
            Html.Of(
                $"""
                {Html.If(rows.Length > 0, Table(
                    "Over-refusal per language",
                    "Harmless requests that are refused, with 95% intervals (Wilson): the further left, the better. Most refused first.",
                    new Columns(
                        "Language",
                        "Harmless",
                        PromptClass.Harmless.Word(),
                        "Sounds alarming",
                        "over",
                        alarming,
                        ablated && alarming ? "Sounds alarming, ablated" : null,
                        row => row.Second?.Ablated
                    ),
                    rows))}
                {Files(report, ablated)}
                """
            )
        );
    }

    private static Html Files(AuditReport report, bool ablated)
    {
        var rows = report.OverRefusal.SelectMany(OverRefusalText.Rows).ToArray();
        return rows.Length == 0
            ? Html.None
            : Html.Of(
                $"""
            {Table(
                "Over-refusal on files",
                $"{OverRefusalText.Caption(report.OverRefusal)} Every prompt sounds alarming; "
                    + $"safe ones belong on the left, unsafe ones on the right.",
                new Columns(
                    "Prompts",
                    "Safe",
                    "over",
                    "Unsafe",
                    PromptClass.Harmful.Word(),
                    rows.Any(row => row.Second is not null),
                    ablated ? "Safe, ablated" : null,
                    row => row.First?.Ablated
                ),
                rows)}
            {report.OverRefusal.Where(set => set.ChosenByRefusals).Select(set => HtmlParts.Note($"{set.Name}: {OverRefusalText.Chosen}"))}
            """
            );
    }

    private sealed record Columns(
        string Kind,
        string First,
        string FirstColour,
        string Second,
        string SecondColour,
        bool HasSecond,
        string? Ablated,
        Func<OverRefusalRow, Rate?> AblatedRate
    );

    private static Html Table(string name, string caption, Columns columns, IEnumerable<OverRefusalRow> rows) =>
        Html.Of(
            $"""
        {HtmlParts.Table(
            name,
            Html.Of($"{caption}"),
            Html.Of($"""
                <tr><th scope="col">{columns.Kind}</th>{HtmlParts.ScaleHead("0", "50", "100%")}{HtmlParts.NumberHeads([
                    columns.First,
                    .. columns.HasSecond ? [columns.Second] : Array.Empty<string>(),
                    .. columns.Ablated is { } ablated ? [ablated] : Array.Empty<string>(),
                ])}</tr>
                """),
            rows.Select(row => Row(row, columns)),
            "over-refusal")}
        <p class="note legend">{HtmlParts.SignEntry(columns.FirstColour, "●", columns.First)}{Html.If(
            columns.HasSecond,
            Html.Of($" {HtmlParts.SignEntry(columns.SecondColour, "■", columns.Second)}")
        )}</p>
        """
        );

    private static Html Row(OverRefusalRow row, Columns columns) =>
        Html.Of(
            $"""
            <tr>{Heading(row)}<td class="picture">{Bars.Marks(
                (row.First?.Baseline, columns.FirstColour),
                columns.HasSecond ? (row.Second?.Baseline, columns.SecondColour) : null
            )}</td>{Cell(row.First?.Baseline)}{Html.If(columns.HasSecond, Cell(row.Second?.Baseline))}{Html.If(
                columns.Ablated is not null,
                Cell(columns.AblatedRate(row))
            )}</tr>

            """
        );

    private static Html Heading(OverRefusalRow row) =>
        row.Kind == OverRefusalRowKind.Language
            ? HtmlParts.LanguageCell(row.Name)
            : Html.Of(
                $"""<th scope="row" class="{(row.Kind == OverRefusalRowKind.File ? "file" : "type")}">{row.Name}"""
                    + $"""{Html.If(row.Of is not null, Html.Of($"""<small>{row.Of}</small>"""))}</th>"""
            );

    private static Html Cell(Rate? rate) =>
        rate is null
            ? Html.Of($"""<td class="number">{HtmlParts.NotMeasured}</td>""")
            : Html.Of(
                $"""<td class="number"><b>{Figures.Percent(rate.Share)}</b> """
                    + $"""<span class="n">{Figures.Interval(rate.Low, rate.High)}</span> <span class="n">n {rate.N}"""
                    + $"""</span>{OverRefusalText.Beside(rate).Select(text => Html.Of($"<small>{text}</small>"))}</td>"""
            );
}
