using Refrain.Measurement;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>Cosines between the languages' directions, a matrix a layer; and each language's with the source's at every layer.</summary>
internal static class CosinePicture
{
    private const string Id = "cosines";

    /// <summary>A p-value at or above this supports no claim.</summary>
    private const double Level = 0.05;

    /// <summary>The picture; null where there are no directions.</summary>
    public static HeatMap? Of(AuditReport report) =>
        report.Cosines is not { Layers.Count: > 0, Languages.Count: > 0 } cosines
            ? null
            : new HeatMap
            {
                Id = Id,
                Unit = HeatUnit.Cosine,
                Rows = [.. cosines.Languages.Select(PictureName.Of)],
                Columns = [.. cosines.Languages.Select(PictureName.Of)],
                Views =
                [
                    .. cosines.Layers.Select(layer => new HeatView(
                        Figures.Number(layer.Layer, "0"),
                        [
                            .. layer
                                .Values.Index()
                                .Select(row =>
                                    (IReadOnlyList<HeatCell>)
                                        [.. row.Item.Index().Select(cell => Cell(cell.Item, PValue(layer, row.Index, cell.Index)))]
                                ),
                        ]
                    )),
                ],
                Shown = cosines.Layers.ToList().IndexOf(Layer(report, cosines)),
                ViewName = "Layer",
            };

    public static Html Matrix(AuditReport report, CosineReport cosines)
    {
        if (Of(report) is not { } map)
        {
            return Html.None;
        }

        var layer = Layer(report, cosines);
        string which = layer.Layer == report.Selection.ChosenLayer ? "the chosen one" : "the middle one";
        bool tested = cosines.Layers.Any(each => each.PValues.Count > 0);
        return new PictureFrame
        {
            Id = Id,
            Caption = Html.Of(
                $"Cosine between every two languages' directions: "
                    + $"1 the same, 0 unrelated, −1 opposite."
                    + $"{(tested ? " In brackets: no further from 0 than with permuted labels (p ≥ 0.05, not corrected)." : "")}"
            ),
            Still = Html.Of(
                $"""<p class="figcaption">Layer {layer.Layer}, {which}"""
                    + $"""</p>{HeatMapSvg.Build(map, map.Views[map.Shown], $"Cosines at layer {layer.Layer}")}"""
            ),
            Numbers = HeatMapTable.Build(
                map,
                map.Views[map.Shown],
                $"Cosines at layer {layer.Layer}",
                $"Cosine between the languages' directions at layer {layer.Layer}, {which}."
            ),
            Legend = ScaleLegend.Build("−1", "1"),
            Height = 60 + (30 * map.Rows.Count),
            ViewName = map.ViewName,
            Layered = true,
            Views = [.. map.Views.Select(view => view.Name)],
            Shown = map.Shown,
        }.Build();
    }

    /// <summary>Every language's cosine with the source's, layer by layer; it needs no script.</summary>
    public static Html Strip(AuditReport report, CosineReport cosines)
    {
        int source = cosines.Languages.ToList().IndexOf(report.Settings.Source);
        int[] others = [.. Enumerable.Range(0, cosines.Languages.Count).Where(language => language != source)];
        if (source < 0 || others.Length == 0)
        {
            return Html.None;
        }

        string title = $"Cosine with the {LanguageNames.English(report.Settings.Source)} direction, layer by layer";
        int chosen = cosines.Layers.ToList().FindIndex(layer => layer.Layer == report.Selection.ChosenLayer);
        var strip = new HeatMap
        {
            Id = "strip",
            Unit = HeatUnit.Cosine,
            Rows = [.. others.Select(language => PictureName.Of(cosines.Languages[language]))],
            Columns = [.. cosines.Layers.Select(layer => PictureName.OfNumber(layer.Layer))],
            Views =
            [
                new HeatView(
                    "",
                    [
                        .. others.Select(language =>
                            (IReadOnlyList<HeatCell>)
                                [.. cosines.Layers.Select(layer => Cell(layer.Values[source][language], PValue(layer, source, language)))]
                        ),
                    ]
                ),
            ],
        };
        return Html.Of(
            $"""
            <figure><figcaption>{title}{Html.If(
                chosen >= 0,
                Html.Of($"; the frame marks the chosen layer {report.Selection.ChosenLayer ?? 0}")
            )}.</figcaption>
            {HeatMapSvg.Build(strip, strip.Views[0], title, chosen < 0 ? null : chosen)}</figure>

            """
        );
    }

    /// <summary>The layer that is shown first: l*, or the middle one where none was chosen.</summary>
    private static CosineLayer Layer(AuditReport report, CosineReport cosines) =>
        cosines.Layers.FirstOrDefault(layer => layer.Layer == report.Selection.ChosenLayer) ?? cosines.Layers[cosines.Layers.Count / 2];

    private static double? PValue(CosineLayer layer, int row, int column) =>
        row < layer.PValues.Count && column < layer.PValues[row].Count ? layer.PValues[row][column] : null;

    private static HeatCell Cell(double? cosine, double? p) =>
        cosine is { } value && double.IsFinite(value)
            ? new HeatCell { Value = value, Weak = p >= Level }
            : new HeatCell { Mark = Figures.Missing };
}
