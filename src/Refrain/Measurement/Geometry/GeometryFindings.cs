using Refrain.Directions;

namespace Refrain.Measurement;

/// <summary>Geometry as the report shows it, and how it goes with what the languages' test prompts did.</summary>
internal static class GeometryFindings
{
    /// <param name="geometry">What was measured on train prompts.</param>
    /// <param name="languages">What was measured on test prompts, in the report's order.</param>
    public static GeometryReport? Of(Geometry geometry, IReadOnlyDictionary<string, LanguageReport> languages)
    {
        if (geometry.Languages.Count == 0)
        {
            return null;
        }

        string[] codes = [.. languages.Keys.Union([geometry.Source]).Where(geometry.Languages.ContainsKey)];
        return new GeometryReport
        {
            Position = geometry.Position,
            Source = geometry.Source,
            PromptsPerClass = KeptRows.Most,
            Permutations = LabelPermutations.Count,
            Layer = geometry.Layer,
            Layers =
            [
                .. geometry
                    .Languages[geometry.Source]
                    .Layers.Select(
                        (layer, index) =>
                            Layer(
                                geometry,
                                layer.Layer,
                                codes.ToDictionary(code => code, code => Language(geometry, code, index)),
                                languages
                            )
                    ),
            ],
            Components = new ComponentsReport
            {
                Layer = geometry.Layer,
                ExplainedVarianceRatio = geometry.Planes[geometry.Source].Own.ExplainedVarianceRatio,
                Languages = codes.ToDictionary(code => code, code => Plane(geometry.Planes[code])),
            },
        };
    }

    private static GeometryLayer Layer(
        Geometry geometry,
        int layer,
        Dictionary<string, LanguageGeometryReport> measured,
        IReadOnlyDictionary<string, LanguageReport> languages
    )
    {
        CorrelationReport? With(Func<LanguageGeometryReport, double?> geometric, Func<LanguageReport, double?> behaviour) =>
            Correlations.Of(
                languages
                    .Where(pair => measured.ContainsKey(pair.Key))
                    .Select(pair => (geometric(measured[pair.Key]), behaviour(pair.Value)))
            );
        return new GeometryLayer
        {
            Layer = layer,
            Languages = measured,
            SeparationWithRefusalScore = With(one => one.Separation, one => one.RefusalScore.Harmful.Baseline?.Mean),
            SeparationWithRefusalRate = With(one => one.Separation, one => one.Rates.Harmful.Baseline?.Share),
            RetrievalWithRateFall = With(Found, one => one.Rates.Harmful.Baseline?.Share - one.Rates.Harmful.Ablated?.Share),
            RetrievalWithScoreFall = With(Found, one => one.RefusalScore.Harmful.Baseline?.Mean - one.RefusalScore.Harmful.Ablated?.Mean),
        };
    }

    // The source has no retrieval of its own, so it is not among these languages.
    private static double? Found(LanguageGeometryReport language) => (language.RetrievalToSource + language.RetrievalFromSource) / 2;

    private static LanguageGeometryReport Language(Geometry geometry, string code, int index)
    {
        var language = geometry.Languages[code];
        var layer = language.Layers[index];
        var cosine = layer.Cosines.GetValueOrDefault(geometry.Source);
        return new LanguageGeometryReport
        {
            Harmful = language.Harmful,
            Harmless = language.Harmless,
            Cosine = code == geometry.Source ? 1 : Finite.OrNull(cosine?.Value),
            CosineP = Finite.OrNull(cosine?.P),
            Silhouette = Finite.OrNull(layer.Classes.Silhouette),
            Auroc = Finite.OrNull(layer.Classes.Auroc),
            Separation = Finite.OrNull(layer.Classes.Separation),
            ParallelPrompts = layer.Retrieval?.Prompts ?? 0,
            Parallelism = Finite.OrNull(layer.Parallelism?.MeanCosine),
            CosineWithoutShift = Finite.OrNull(layer.Parallelism?.CosineWithoutShift),
            RetrievalToSource = Finite.OrNull(layer.Retrieval?.ToSource),
            RetrievalFromSource = Finite.OrNull(layer.Retrieval?.FromSource),
        };
    }

    private static LanguageComponents Plane(LanguagePlanes planes) =>
        new()
        {
            Harmful = planes.OnSource.Harmful,
            Harmless = planes.OnSource.Harmless,
            OwnExplainedVarianceRatio = planes.Own.ExplainedVarianceRatio,
            OwnHarmful = planes.Own.Harmful,
            OwnHarmless = planes.Own.Harmless,
        };
}
