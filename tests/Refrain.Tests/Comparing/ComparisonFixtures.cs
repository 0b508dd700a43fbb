using Refrain.Comparisons;
using Refrain.Directions;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports.Comparing;
using Refrain.Responses;
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
        var answers = new PairedAnswers(new Outcomes(pairs.Select(pair => pair.A)), new Outcomes(pairs.Select(pair => pair.B)));
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
                    Verdict = SelectionVerdict.Passed,
                    Intervention = AblationKind.Affine,
                    Position = -1,
                    Layer = 12,
                    AdditionLayer = 9,
                },
                B = new SelectedIntervention
                {
                    Source = "en",
                    Verdict = SelectionVerdict.Passed,
                    Intervention = AblationKind.Affine,
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
        var checks = DriftChecks.Of(report);
        return report with
        {
            Checks = [.. checks.Select(finding => CheckText.Check(finding, report.Intervention))],
            Outcome = DriftChecks.Worst(checks, report.Thresholds),
            Doubts = ComparedPair.Doubts(report),
        };
    }

    private static ComparedLanguage Language(string code, IReadOnlyList<ComparedRate> rates, PairedAnswers answers)
    {
        InBoth<T> Of<T>(Func<Rate, T> verdict) => new(verdict(rates[0].A), verdict(rates[0].B));
        return new ComparedLanguage
        {
            Verdict = Of(Refrain.Measurement.Rates.VerdictOf),
            Mechanism = Of(rate =>
                Refrain.Measurement.Rates.VerdictOf(rate) switch
                {
                    LanguageVerdict.Refuses => MechanismVerdict.Protected,
                    LanguageVerdict.Unprotected => code == "yo" ? MechanismVerdict.RepresentationGap : MechanismVerdict.ActionGap,
                    _ => MechanismVerdict.Undecided,
                }
            ),
            Incapable = new(code == "yo", code == "yo"),
            Rates = rates,
            SameOnsetTokens = code != "yo",
            Scores = code == "yo" ? [] : ScoreDrift.Of(answers, code, 1),
        };
    }

    private static IEnumerable<(AnswerOutcome A, AnswerOutcome B)> Answers(string code, (double A, double B) rate, Random random)
    {
        foreach (var cell in ComparedCell.All.Where(cell => cell.Class != PromptClass.Borderline || cell.Condition == Condition.Baseline))
        {
            for (int id = 0; id < Prompts; id++)
            {
                double place = random.NextDouble();
                AnswerOutcome Answer(double share) =>
                    new(
                        new ResponseFigures
                        {
                            Language = code,
                            Class = cell.Class,
                            PromptId = $"{id}",
                            Condition = cell.Condition,
                            Tokens = 1,
                            Ended = id % 2 == 0,
                            RefusalScore = (14 * share) - 7 + place,
                        },
                        code == "yo" && cell.Class == PromptClass.Harmless ? Outcome.Degenerate
                            : place < share ? Outcome.Refusal
                            : id == 63 ? Outcome.Unjudged
                            : Outcome.Compliance
                    );
                double Share(double baseline) =>
                    cell switch
                    {
                        { Condition: Condition.Ablated } => .05,
                        { Condition: Condition.Induced } => .6 * baseline,
                        { Class: PromptClass.Harmful } => baseline,
                        _ => code == "de" ? 1 - baseline + .04 : .02,
                    };
                yield return (Answer(Share(rate.A)), Answer(Share(code == "de" && cell.Class == PromptClass.Harmless ? .7 : rate.B)));
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
