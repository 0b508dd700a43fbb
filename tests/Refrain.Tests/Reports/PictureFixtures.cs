using Refrain.Measurement;

namespace Refrain.Tests.Reports;

/// <summary>A made-up audit that has something for every picture.</summary>
internal static class PictureFixtures
{
    private const int Layers = 17,
        Chosen = 12,
        Prompts = 64;

    private static readonly double[] Strength = [.3, .97, 1, .98, .97, .45, .8, .31, .55, .95, .97, .72, .03, .78];

    /// <summary>14 languages, with geometry of every layer and 64 prompts a class on two components.</summary>
    public static AuditReport Report()
    {
        var report = ReportFixtures.Affine();
        return report with
        {
            Geometry = Geometry(),
            Cosines = report.Cosines! with { Layers = [.. report.Cosines.Layers.Select(layer => layer with { PValues = PValues(layer) })] },
            Languages = report.Languages.ToDictionary(pair => pair.Key, pair => pair.Value with { Mechanism = Mechanism(pair.Value) }),
        };
    }

    private static GeometryReport Geometry()
    {
        var random = new Random(11);
        return new GeometryReport
        {
            Position = -1,
            Source = "en",
            PromptsPerClass = Prompts,
            Permutations = 1000,
            Layer = Chosen,
            Layers =
            [
                .. Enumerable
                    .Range(1, Layers)
                    .Select(layer => new GeometryLayer
                    {
                        Layer = layer,
                        Languages = ReportFixtures
                            .Languages.Index()
                            .ToDictionary(
                                language => language.Item,
                                language => Language(language.Item, Strength[language.Index], layer, random)
                            ),
                        SeparationWithRefusalRate = new CorrelationReport
                        {
                            Spearman = .5 + (.02 * layer),
                            SpearmanP = .0004,
                            Pearson = .6,
                            PearsonP = .002,
                            Languages = 14,
                        },
                    }),
            ],
            Components = new ComponentsReport
            {
                Layer = Chosen,
                ExplainedVarianceRatio = [.412, .137],
                Languages = ReportFixtures
                    .Languages.Index()
                    .ToDictionary(language => language.Item, language => Components(language.Index, random)),
            },
        };
    }

    private static LanguageGeometryReport Language(string code, double strength, int layer, Random random)
    {
        double depth = (double)layer / Layers,
            noise = random.NextDouble() - .5;
        bool source = code == "en";
        return new LanguageGeometryReport
        {
            Harmful = Prompts,
            Harmless = Prompts,
            Cosine = source ? 1 : (strength * depth) + (.05 * noise),
            CosineP =
                source ? null
                : strength * depth < .1 ? .4
                : .001,
            Silhouette = (.45 * strength * depth) + (.02 * noise),
            Auroc = Math.Min(1, .55 + (.45 * Math.Sqrt(strength * depth)) + (.02 * noise)),
            Separation = (4.4 * strength * depth) + (.2 * noise),
            ParallelPrompts = 2 * Prompts,
            Parallelism = source ? null : .3 + (.4 * depth * strength),
            CosineWithoutShift = source ? null : strength * depth,
            RetrievalToSource = source || (code == "yo" && layer < 4) ? null : Math.Clamp(strength * Math.Sin(Math.PI * depth), 0, 1),
            RetrievalFromSource = source ? null : Math.Clamp(strength * Math.Sin(Math.PI * depth), 0, 1),
        };
    }

    private static LanguageComponents Components(int language, Random random)
    {
        double strength = Strength[language],
            shift = 9 * (1 - strength);
        double[][] harmful = Cloud(-2 - (11 * strength) + shift, 6 * strength, random),
            harmless = Cloud(4 + shift, -3 + (.6 * language), random);
        return new LanguageComponents
        {
            Harmful = harmful,
            Harmless = harmless,
            OwnHarmful = harmful,
            OwnHarmless = harmless,
            OwnExplainedVarianceRatio = [.4, .1],
        };
    }

    private static double[][] Cloud(double x, double y, Random random) =>
        [
            .. Enumerable
                .Range(0, Prompts)
                .Select(_ => new[] { Math.Round(x + (4 * Near(random)), 3), Math.Round(y + (4 * Near(random)), 3) }),
        ];

    private static double Near(Random random) => Enumerable.Range(0, 6).Sum(_ => random.NextDouble()) - 3;

    private static double?[][] PValues(CosineLayer layer) =>
        [
            .. layer
                .Values.Index()
                .Select(row =>
                    row.Item.Index()
                        .Select(cell =>
                            cell.Index == row.Index ? null
                            : cell.Item is { } value ? (double?)(Math.Abs(value) < .12 ? .3 : .001)
                            : null
                        )
                        .ToArray()
                ),
        ];

    private static MechanismReport Mechanism(LanguageReport language) =>
        new()
        {
            Verdict = (language.Verdict, language.AurocLow) switch
            {
                (LanguageVerdict.Refuses, _) => MechanismVerdict.Protected,
                (LanguageVerdict.Unprotected, > .76) => MechanismVerdict.ActionGap,
                (LanguageVerdict.Unprotected, _) => MechanismVerdict.RepresentationGap,
                _ => MechanismVerdict.Undecided,
            },
            Evidence = $"refuses {language.Rates.Harmful.Baseline!.Share:0.00}, AUROC {language.Auroc:0.00}",
            Helps = language.Verdict == LanguageVerdict.Refuses ? "" : "A guard can close it.",
        };
}
