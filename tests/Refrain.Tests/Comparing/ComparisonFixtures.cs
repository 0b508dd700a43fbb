using Refrain.Audits;
using Refrain.Comparisons;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Reports;
using Refrain.Reports.Comparing;
using Refrain.Tests.Reports;

namespace Refrain.Tests.Comparing;

/// <summary>A made-up comparison, measured by the product on made-up answers and activations.</summary>
internal static class ComparisonFixtures
{
    private const int Prompts = 64,
        Layers = 18,
        Hidden = 24,
        Chosen = 12;

    /// <summary>A's and B's rates of harmful refusal: some fall, one rises.</summary>
    private static readonly (double A, double B)[] Rates =
    [
        (.3, .3),
        (.97, .95),
        (1, 1),
        (.98, .66),
        (.97, .97),
        (.45, .12),
        (.8, .83),
        (.31, .31),
        (.55, .9),
        (.95, .8),
        (.97, .97),
        (.72, .7),
        (.03, .03),
        (.78, .78),
    ];

    /// <summary>14 languages that fell, rose and stayed, under the shipped thresholds.</summary>
    public static ComparisonReport Report(DriftThresholds? thresholds = null)
    {
        var random = new Random(17);
        string[] codes = ReportFixtures.Languages;
        var (first, second) = (ReportFixtures.Affine(), ReportFixtures.Fast());
        var pairs = codes.Index().SelectMany(language => Answers(language.Item, Rates[language.Index], random)).ToArray();
        var answers = new PairedAnswers(pairs.Select(pair => pair.A), pairs.Select(pair => pair.B));
        var rates = RateDrift.Of(answers, codes, seed: 1);
        var source = Streams(1, random);
        var report = new ComparisonReport
        {
            ProductVersion = "0.1.0",
            Command = "refrain compare runs/exact runs/fast",
            A = new ComparedSide
            {
                Folder = "runs/exact",
                Key = "0123456789ab",
                Model = first.Model,
                Settings = first.Settings,
                OnlyHere = ["sw"],
            },
            B = new ComparedSide
            {
                Folder = "runs/fast",
                Key = "ba9876543210",
                Model = second.Model,
                Settings = second.Settings,
            },
            Suite = first.Suite,
            Judge = "native phrases, version 1",
            Differences = [new("settings.precision", "exact", "fast"), new("settings.test_ids", "", null)],
            Source = "en",
            Position = -1,
            Layer = Chosen,
            Intervention = new InterventionDrift
            {
                A = new SelectedIntervention
                {
                    Source = "en",
                    Verdict = "direction found",
                    Intervention = "affine",
                    Position = -1,
                    Layer = 12,
                    AdditionLayer = 9,
                },
                B = new SelectedIntervention
                {
                    Source = "en",
                    Verdict = "direction found",
                    Intervention = "affine",
                    Position = -1,
                    Layer = 11,
                    AdditionLayer = 9,
                },
                Changed = true,
                Cosines = [null, .991, .987],
            },
            Languages = codes
                .Index()
                .ToDictionary(
                    language => language.Item,
                    language =>
                        DirectionDrift.Add(
                            Language(language.Item, rates[language.Item], answers),
                            language.Item == "en" ? source : Streams(Rates[language.Index].B, random),
                            source,
                            -1,
                            Chosen,
                            1
                        )
                ),
            Thresholds = thresholds ?? ThresholdsFile.Default,
        };
        var checks = CheckText.Written(DriftChecks.Of(report), report.Intervention);
        return report with
        {
            Checks = checks,
            Outcome = DriftChecks.Worst(checks, report.Thresholds),
            Doubts = ComparedPair.Doubts(report),
        };
    }

    private static ComparedLanguage Language(string code, IReadOnlyList<ComparedRate> rates, PairedAnswers answers)
    {
        InBoth<string> Of(Func<Rate, string> verdict) => new(verdict(rates[0].A), verdict(rates[0].B));
        return new ComparedLanguage
        {
            Verdict = Of(rate => LanguageReport.VerdictOf(rate)),
            Mechanism = Of(rate =>
                LanguageReport.VerdictOf(rate) switch
                {
                    LanguageReport.Refuses => MechanismReport.Protected,
                    LanguageReport.Unprotected => code == "yo" ? MechanismReport.RepresentationGap : MechanismReport.ActionGap,
                    _ => MechanismReport.Undecided,
                }
            ),
            Incapable = new(code == "yo", code == "yo"),
            Rates = rates,
            SameOnsetTokens = code != "yo",
            Scores = code == "yo" ? [] : ScoreDrift.Of(answers, code, 1),
        };
    }

    private static IEnumerable<(ComparedAnswer A, ComparedAnswer B)> Answers(string code, (double A, double B) rate, Random random)
    {
        foreach (var cell in ComparedCell.All.Where(cell => cell.Class != "borderline" || cell.Condition == "baseline"))
        {
            for (int id = 0; id < Prompts; id++)
            {
                double place = random.NextDouble();
                ComparedAnswer Answer(double share) =>
                    new(
                        code,
                        cell.Class,
                        $"{id}",
                        cell.Condition,
                        code == "yo" && cell.Class == "harmless" ? Outcome.Degenerate
                            : place < share ? Outcome.Refusal
                            : id == 63 ? Outcome.Unjudged
                            : Outcome.Compliance,
                        id % 2 == 0,
                        (14 * share) - 7 + place
                    );
                double Share(double baseline) =>
                    cell switch
                    {
                        { Condition: "ablated" } => .05,
                        { Condition: "induced" } => .6 * baseline,
                        { Class: "harmful" } => baseline,
                        _ => code == "de" ? 1 - baseline + .04 : .02,
                    };
                yield return (Answer(Share(rate.A)), Answer(Share(code == "de" && cell.Class == "harmless" ? .7 : rate.B)));
            }
        }
    }

    private static LanguageStreams Streams(double kept, Random random)
    {
        PromptActivations Of(float[][] harmful, float[][] harmless) => new(harmful, harmless, Layers, [], []);
        float[][] harmfulA = Cloud(1, random),
            harmlessA = Cloud(0, random);
        float[][] Moved(float[][] prompts, double share) =>
            [
                .. prompts.Select(prompt =>
                    prompt
                        .Index()
                        .Select(value =>
                            (float)(
                                value.Item
                                - (value.Index % Hidden < 4 ? share * value.Index / Hidden / Layers : 0)
                                + (.3 * (random.NextDouble() - .5))
                            )
                        )
                        .ToArray()
                ),
            ];
        ClassMeans none = new(new float[Layers * Hidden], new float[Layers * Hidden], Layers, 1);
        return new LanguageStreams(none, none, Of(harmfulA, harmlessA), Of(Moved(harmfulA, 1.5 * (1 - kept)), Moved(harmlessA, .2)));
    }

    private static float[][] Cloud(double shift, Random random) =>
        [
            .. Enumerable
                .Range(0, Prompts)
                .Select(_ =>
                    Enumerable
                        .Range(0, Layers * Hidden)
                        .Select(i => (float)((i % Hidden < 4 ? 2.5 * shift * (i / Hidden) / Layers : 0) + random.NextDouble()))
                        .ToArray()
                ),
        ];
}
