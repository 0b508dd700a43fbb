using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>How the languages lie in the residual stream at one layer, and what that goes with.</summary>
internal static class GeometrySection
{
    public static Html Build(AuditReport report) =>
        report.Geometry is not { } geometry || GeometryText.Layer(geometry) is not { } layer
            ? Html.None
            : HtmlParts.Section(
                "geometry",
                "How do the languages lie in the model?",
                $"{GeometryText.Prompts(geometry)}, at layer {layer.Layer}; no intervention.",
                Html.Of(
                    $"""
                    {HtmlParts.Table(
                        "Geometry per language",
                        Html.Of($"{GeometryText.Caption(geometry)}"),
                        HtmlParts.Head(1, GeometryText.Columns),
                        layer.Languages.Select(Row),
                        "geometry"
                    )}
                    {GeometryText.Correlations(geometry, layer).Select(HtmlParts.Note)}
                    """
                )
            );

    private static Html Row(KeyValuePair<string, LanguageGeometryReport> pair) =>
        Html.Of($"<tr>{HtmlParts.LanguageCell(pair.Key)}{GeometryText.Cells(pair.Value).Select(HtmlParts.Number)}</tr>\n");
}

/// <summary>Geometry in words, for both renderings.</summary>
internal static class GeometryText
{
    public static readonly string[] Columns =
    [
        "Language",
        "Cosine",
        "p",
        "Silhouette",
        "AUROC",
        "Separation",
        "Shifts parallel",
        "Cosine without shift",
        "Found in source",
        "Found from source",
        "Parallel prompts",
    ];

    /// <summary>The layer of the tables: l*, or the middle one.</summary>
    public static GeometryLayer? Layer(GeometryReport geometry) =>
        geometry.Layers.FirstOrDefault(layer => layer.Layer == geometry.Layer) ?? (geometry.Layers.Count > 0 ? geometry.Layers[0] : null);

    public static string Prompts(GeometryReport geometry) =>
        $"the first {geometry.PromptsPerClass} train prompts of each class at most, unfiltered, "
        + $"of the untouched model at position {Figures.Number(geometry.Position, "0")}";

    public static string Caption(GeometryReport geometry) =>
        $"Cosine: with the {LanguageNames.English(geometry.Source)} direction; p: "
        + $"{geometry.Permutations} permutations of this language's labels, not corrected. Silhouette of the two classes. "
        + $"AUROC and separation along the {LanguageNames.English(geometry.Source)} direction. "
        + $"Shifts parallel: mean cosine of a prompt's shift from {LanguageNames.English(geometry.Source)} with the mean shift; "
        + $"cosine without shift: of both directions after that is projected out. "
        + $"Found: prompts whose nearest neighbour in the other language is their translation.";

    public static string[] Cells(LanguageGeometryReport language) =>
        [
            Figures.Number(language.Cosine, "0.00"),
            language.CosineP is < 0.002 ? "≤ 0.001" : Figures.Number(language.CosineP, "0.000"),
            Figures.Number(language.Silhouette, "0.00"),
            Figures.Number(language.Auroc, "0.000"),
            Figures.Number(language.Separation, "0.00"),
            Figures.Number(language.Parallelism, "0.00"),
            Figures.Number(language.CosineWithoutShift, "0.00"),
            Figures.Percent(language.RetrievalToSource),
            Figures.Percent(language.RetrievalFromSource),
            Figures.Number(language.ParallelPrompts, "0"),
        ];

    public static IReadOnlyList<string> Correlations(GeometryReport geometry, GeometryLayer layer) =>
        [
            .. One(layer.SeparationWithRefusalScore, "Separation with the mean refusal score of harmful test prompts"),
            .. One(layer.SeparationWithRefusalRate, "Separation with their refusal rate"),
            .. One(
                layer.RetrievalWithScoreFall,
                $"Retrieval with the fall of the mean refusal score under ablation "
                    + $"of the {LanguageNames.English(geometry.Source)} direction"
            ),
            .. One(layer.RetrievalWithRateFall, "Retrieval with the fall of the refusal rate"),
        ];

    private static IEnumerable<string> One(CorrelationReport? correlation, string what) =>
        correlation is null
            ? []
            :
            [
                $"{what}: Spearman {Figures.Number(correlation.Spearman, "0.00")} "
                    + $"(p {Figures.Number(correlation.SpearmanP, "0.000")}), Pearson {Figures.Number(correlation.Pearson, "0.00")} "
                    + $"(p {Figures.Number(correlation.PearsonP, "0.000")}), over {correlation.Languages} languages.",
            ];
}
