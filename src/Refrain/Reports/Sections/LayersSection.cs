using Refrain.Measurement;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Sections;

/// <summary>What is measured of the residual stream, layer by layer: a line per language.</summary>
internal static class LayersSection
{
    private const string Id = "layers";

    private sealed record Quantity(string Name, bool Share, Func<LanguageGeometryReport, double?> Of);

    private static readonly Quantity[] Quantities =
    [
        new("AUROC on the source's direction", false, language => language.Auroc),
        new("separation on the source's direction", false, language => language.Separation),
        new("cosine with the source's direction", false, language => language.Cosine),
        new("silhouette of the two classes", false, language => language.Silhouette),
        new("translations found in the source", true, language => language.RetrievalToSource),
        new("parallelism of the shift from the source", false, language => language.Parallelism),
    ];

    /// <summary>The picture; null where there is no geometry of several layers.</summary>
    public static Curves? Of(AuditReport report)
    {
        if (report.Geometry is not { Layers.Count: > 1 } geometry)
        {
            return null;
        }

        string[] languages =
        [
            .. report.Languages.Keys.Where(language => geometry.Layers.Any(layer => layer.Languages.ContainsKey(language))),
        ];
        CurveView[] views =
        [
            .. Quantities
                .Select(quantity => new CurveView(
                    quantity.Name,
                    [
                        .. languages.Select(language =>
                            (IReadOnlyList<double?>)
                                [
                                    .. geometry.Layers.Select(layer =>
                                        layer.Languages.TryGetValue(language, out var measured) ? quantity.Of(measured) : null
                                    ),
                                ]
                        ),
                    ]
                )
                {
                    Share = quantity.Share,
                })
                .Where(view => view.Lines.Any(line => line.Any(value => value is { } number && double.IsFinite(number)))),
        ];
        return views.Length == 0
            ? null
            : new Curves
            {
                Id = Id,
                X = "layer",
                Places = [.. geometry.Layers.Select(layer => (double)layer.Layer)],
                Marked = report.Selection.ChosenLayer,
                Languages = [.. languages.Select(PictureName.Of)],
                Views = views,
                ViewName = "Quantity",
            };
    }

    public static Html Build(AuditReport report)
    {
        if (Of(report) is not { } curves)
        {
            return Html.None;
        }

        return HtmlParts.Section(
            "layers",
            "Layer by layer",
            $"residual streams of the untouched model at position {Figures.Number(report.Geometry!.Position, "0")}, "
                + $"on train prompts, at most {report.Geometry.PromptsPerClass} of each class; no intervention.",
            new PictureFrame
            {
                Id = Id,
                Caption = Html.Of(
                    $"How the residual stream holds each language, "
                        + $"layer by layer{(curves.Marked is null ? "" : "; the dashed line is the chosen layer")}. "
                        + $"AUROC, separation and silhouette: how well harmful and harmless prompts lie apart. "
                        + $"Translations found: how often a prompt's nearest neighbour in the "
                        + $"source language is its translation (each language less its own mean)."
                ),
                Still = Html.Of($"""<div class="several">{curves.Views.Select(view => CurvesSvg.Build(curves, view))}</div>"""),
                Numbers = Html.Join(curves.Views.Select(view => CurvesTable.Build(curves, view, "0.00"))),
                Height = 460,
                ViewName = curves.ViewName,
                Views = [.. curves.Views.Select(view => view.Name)],
                Languages = curves.Languages,
            }.Build()
        );
    }
}
