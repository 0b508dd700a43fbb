using Refrain.Measurement;
using Refrain.Reports.Pictures;
using Refrain.Responses;

namespace Refrain.Reports.Sections;

/// <summary>
/// The transfer matrix in colours: a row for each source that has a direction, a column for each language that it was tried in.
/// </summary>
internal static class TransferPicture
{
    private const string Id = "transfer";

    /// <summary>The picture; null where nothing was ablated or added.</summary>
    public static HeatMap? Of(AuditReport report)
    {
        if (report.Transfer is not { } transfer)
        {
            return null;
        }

        string[] sources = [.. transfer.Sources.Where(source => source.Intervention is not null).Select(source => source.Language)];
        HeatView View(string name, Condition condition) =>
            new(
                name,
                [
                    .. sources.Select(source =>
                        (IReadOnlyList<HeatCell>)[.. transfer.Targets.Select(target => Cell(transfer.Find(source, target, condition)))]
                    ),
                ]
            );
        HeatView[] views =
        [
            .. new[] { View("direction ablated", Condition.Ablated), View("direction added", Condition.Induced) }.Where(view =>
                view.Cells.Any(row => row.Any(cell => cell.Value is not null))
            ),
        ];
        return views.Length == 0
            ? null
            : new HeatMap
            {
                Id = Id,
                Unit = HeatUnit.Points,
                Rows = [.. sources.Select(PictureName.Of)],
                Columns = [.. transfer.Targets.Select(PictureName.Of)],
                Views = views,
                ViewName = "Asked",
            };
    }

    /// <param name="report">The report.</param>
    /// <param name="numbers">The same as tables.</param>
    public static Html Build(AuditReport report, Html numbers) =>
        Of(report) is not { } map
            ? Html.None
            : new PictureFrame
            {
                Id = Id,
                Caption = Html.Of(
                    $"Refusals that the direction takes away (ablated) or brings (added), in points, "
                        + $"source language (rows) by target (columns). "
                        + $"In brackets: no effect beyond chance, or none beyond the controls'."
                ),
                Still = Html.Join(
                    map.Views.Select(view =>
                        Html.Of(
                            $"""<p class="figcaption">{Wording.Sentence(view.Name)}"""
                                + $"""</p>{HeatMapSvg.Build(map, view, $"Effect with the {view.Name}")}"""
                        )
                    )
                ),
                Numbers = numbers,
                Legend = ScaleLegend.Build("−100 points", "+100 points"),
                Height = 60 + (34 * map.Rows.Count),
                ViewName = map.ViewName,
                Views = [.. map.Views.Select(view => view.Name)],
            }.Build();

    private static HeatCell Cell(TransferCell? cell) =>
        cell?.Effect.Difference is not { } effect
            ? HeatCell.None
            : new HeatCell
            {
                Value = effect,
                Weak = cell.Claim is not (TransferClaim.Effective or TransferClaim.WithoutControls or TransferClaim.Opposite),
                Note = VisibleText.Of(
                    $"{LanguageNames.English(cell.Source)} direction in {LanguageNames.English(cell.Target)}: "
                        + $"{cell.Claim.Word()}\n{Rate(cell.Baseline)} → {Rate(cell.Rate)}, {cell.Effect.Pairs} pairs\n"
                        + string.Join(
                            "\n",
                            cell.Controls.Select(control => $"{control.Name}: {Figures.Score(100 * control.Effect.Difference, "0")} points")
                        )
                ),
            };

    private static string Rate(Rate? rate) =>
        rate is null ? Figures.Missing : $"{Figures.Percent(rate.Share)} ({Figures.Interval(rate.Low, rate.High)})";
}
