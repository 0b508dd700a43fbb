using Refrain.Measurement;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>Drift layer by layer: a line per language.</summary>
internal static class LayerDriftSection
{
    private const string Id = "drift";

    /// <param name="Name">What is drawn.</param>
    /// <param name="Of">Its number; null where there is none.</param>
    /// <param name="Format">Of the table.</param>
    private sealed record Quantity(string Name, Func<LayerDriftReport, double?> Of, string Format)
    {
        public Func<LayerDriftReport, double?>? Low { get; init; }

        public Func<LayerDriftReport, double?>? High { get; init; }
    }

    private static readonly Quantity[] Quantities =
    [
        new("cosine of A's and B's direction", layer => layer.Cosine, "0.000"),
        new("gap kept along A's source direction", layer => layer.GapKept, "0.00"),
        Moved("harmful prompts moved, in A's gaps", layer => layer.HarmfulMoved),
        Moved("harmless prompts moved, in A's gaps", layer => layer.HarmlessMoved),
    ];

    /// <summary>The picture; null where there are not several layers.</summary>
    public static Curves? Of(ComparisonReport report)
    {
        var drawn = Drawn(report);
        return drawn.Length == 0
            ? null
            : new Curves
            {
                Id = Id,
                X = "layer",
                Places = [.. drawn[0].Value.Layers.Select(layer => (double)layer.Layer)],
                Marked = report.Layer,
                Languages = [.. drawn.Select(pair => PictureName.Of(pair.Key))],
                Views = [.. Views(drawn).Select(drawing => drawing.View)],
                ViewName = "Quantity",
            };
    }

    public static Html Build(ComparisonReport report)
    {
        if (Of(report) is not { Views.Count: > 0 } curves)
        {
            return Html.None;
        }

        return HtmlParts.Section(
            "layers",
            "Layer by layer",
            ComparisonWording.Directions(report),
            new PictureFrame
            {
                Id = Id,
                Caption = Html.Of(
                    $"What changed from A to B, layer by layer; the dashed line is A's layer {report.Layer}. "
                        + $"Cosine 1: the same direction. Gap kept 1: "
                        + $"along A's {LanguageNames.English(report.Source)} direction B holds harmful and "
                        + $"harmless prompts as far apart as A. Moved: "
                        + $"how far a class's mean moved along that direction, in gaps of A, "
                        + $"with 95% intervals (paired bootstrap over prompts)."
                ),
                Still = Html.Of($"""<div class="several">{curves.Views.Select(view => CurvesSvg.Build(curves, view))}</div>"""),
                Numbers = Html.Join(Views(Drawn(report)).Select(drawing => CurvesTable.Build(curves, drawing.View, drawing.Of.Format))),
                Height = 460,
                ViewName = curves.ViewName,
                Views = [.. curves.Views.Select(view => view.Name)],
                Languages = curves.Languages,
            }.Build()
        );
    }

    private static KeyValuePair<string, ComparedLanguage>[] Drawn(ComparisonReport report) =>
        [.. report.Languages.Where(pair => pair.Value.Layers.Count > 1)];

    private static Quantity Moved(string name, Func<LayerDriftReport, MovedInGaps?> of) =>
        new(name, layer => of(layer)?.Change, "0.00") { Low = layer => of(layer)?.Low, High = layer => of(layer)?.High };

    /// <summary>What is known of any language at any layer.</summary>
    private static IEnumerable<(Quantity Of, CurveView View)> Views(KeyValuePair<string, ComparedLanguage>[] languages) =>
        Quantities
            .Select(quantity => (quantity, View(quantity, languages)))
            .Where(drawing => drawing.Item2.Lines.Any(line => line.Any(value => value is { } number && double.IsFinite(number))));

    private static CurveView View(Quantity quantity, KeyValuePair<string, ComparedLanguage>[] languages)
    {
        IReadOnlyList<IReadOnlyList<double?>> Lines(Func<LayerDriftReport, double?> of) =>
            [.. languages.Select(pair => (IReadOnlyList<double?>)[.. pair.Value.Layers.Select(layer => Finite.OrNull(of(layer)))])];
        return new CurveView(quantity.Name, Lines(quantity.Of))
        {
            Low = quantity.Low is { } low ? Lines(low) : null,
            High = quantity.High is { } high ? Lines(high) : null,
        };
    }
}
