using Refrain.Measurement;

namespace Refrain.Tests.Reports;

/// <summary>Made-up geometry of three layers, with few prompts.</summary>
internal static class GeometryFixture
{
    private const int Chosen = 12;

    public static GeometryReport Of(IReadOnlyList<string> languages, Random random) =>
        new()
        {
            Position = -1,
            Source = "en",
            PromptsPerClass = 64,
            Permutations = 1000,
            Layer = Chosen,
            Layers =
            [
                .. Enumerable
                    .Range(Chosen - 1, 3)
                    .Select(layer => new GeometryLayer
                    {
                        Layer = layer,
                        Languages = languages.ToDictionary(code => code, code => Language(code, layer, random)),
                        SeparationWithRefusalScore = Correlation(.56, .65, languages.Count),
                        SeparationWithRefusalRate = Correlation(.61, .7, languages.Count),
                        RetrievalWithRateFall = Correlation(.4, null, languages.Count - 1),
                        RetrievalWithScoreFall = Correlation(.52, .5, languages.Count - 1),
                    }),
            ],
            Components = new ComponentsReport
            {
                Layer = Chosen,
                ExplainedVarianceRatio = [.314, .21],
                Languages = languages.ToDictionary(
                    code => code,
                    _ => new LanguageComponents
                    {
                        Harmful = Points(random, 200),
                        Harmless = Points(random, -200),
                        OwnExplainedVarianceRatio = [.3, .2],
                        OwnHarmful = Points(random, 150),
                        OwnHarmless = Points(random, -150),
                    }
                ),
            },
        };

    private static LanguageGeometryReport Language(string code, int layer, Random random)
    {
        bool source = code == "en",
            far = code == "yo";
        double? Value(double value, bool missing = false) => missing ? null : Math.Round(value + (.05 * random.NextDouble()), 4);
        return new LanguageGeometryReport
        {
            Harmful = 64,
            Harmless = 64,
            Cosine = source ? 1 : Value(far ? .07 : .9),
            CosineP =
                source ? null
                : far ? .212
                : .000999,
            Silhouette = Value(far ? .1 : .3),
            Auroc = Value(far ? .55 : .94),
            Separation = Value(far ? .3 : 3 + (layer / 20.0)),
            ParallelPrompts = source ? 0 : 128,
            Parallelism = Value(.6, source),
            CosineWithoutShift = Value(far ? .05 : .88, source),
            RetrievalToSource = Value(far ? .06 : .6, source),
            RetrievalFromSource = Value(far ? .1 : .6, source),
        };
    }

    private static CorrelationReport Correlation(double spearman, double? pearson, int languages) =>
        new()
        {
            Spearman = spearman,
            SpearmanP = .03,
            Pearson = pearson,
            PearsonP = pearson is null ? null : .02,
            Languages = languages,
        };

    private static double[][] Points(Random random, double centre) =>
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ => (double[])[Math.Round(centre + (100 * random.NextDouble()), 1), Math.Round(100 * random.NextDouble(), 1)]),
        ];
}
