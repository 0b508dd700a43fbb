using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Responses;

namespace Refrain.Tests.Reports;

/// <summary>A made-up transfer matrix for <see cref="ReportFixtures"/>: two sources with a direction and one without.</summary>
internal static class ReportFixtureTransfer
{
    public static TransferReport Of(string[] languages, double[] harmful, double[] ablated) =>
        new()
        {
            Sources =
            [
                new TransferSource
                {
                    Language = "en",
                    Verdict = SelectionVerdict.Passed,
                    Intervention = AblationKind.Affine,
                    Position = -1,
                    FirstLayer = 12,
                    AdditionLayer = 10,
                },
                new TransferSource
                {
                    Language = "de",
                    Verdict = SelectionVerdict.Passed,
                    Intervention = AblationKind.Zero,
                    Position = -2,
                    Layer = 9,
                    AdditionLayer = 9,
                    AdditionNote = "addition does not induce refusal",
                },
                new TransferSource { Language = "yo", Verdict = SelectionVerdict.NoOnset },
            ],
            Targets = languages,
            Controls = true,
            Cells =
            [
                .. from source in (string[])["en", "de"]
                from index in Enumerable.Range(0, languages.Length)
                from condition in (Condition[])[Condition.Ablated, Condition.Induced]
                select Cell(
                    source,
                    languages[index],
                    condition,
                    condition == Condition.Ablated ? harmful[index] : .02,
                    condition == Condition.Ablated
                        ? ablated[index] + (source == "de" ? .2 : 0)
                        : harmful[index] * (source == "de" ? .1 : .8)
                ),
            ],
        };

    private static TransferCell Cell(string source, string target, Condition condition, double before, double after)
    {
        int from = (int)(64 * before),
            to = (int)(64 * after);
        double effect = (condition == Condition.Ablated ? from - to : to - from) / 64.0,
            width = Math.Round(.12 - (.1 * Math.Abs(effect)), 4);
        double p = Math.Round(Math.Exp(-14 * Math.Abs(effect)), 6);
        EffectReport Effect(double difference) =>
            new()
            {
                Pairs = 64,
                Difference = difference,
                Low = difference - width,
                High = difference + width,
            };
        return new TransferCell
        {
            Source = source,
            Target = target,
            Condition = condition,
            Claim =
                p >= TransferCell.Level ? TransferClaim.None
                : effect < 0 ? TransferClaim.Opposite
                : effect > .4 ? TransferClaim.Effective
                : TransferClaim.NotAboveControls,
            Baseline = ReportFixtures.Rate(from, 64),
            Rate = ReportFixtures.Rate(to, 64),
            Effect = Effect(effect),
            P = p,
            PUnadjusted = p / 28,
            Controls =
            [
                new ControlReport
                {
                    Name = "random direction",
                    Rate = ReportFixtures.Rate(from, 64),
                    Effect = Effect(0),
                    Excess = Effect(effect),
                },
                new ControlReport
                {
                    Name = "shuffled labels",
                    Rate = ReportFixtures.Rate(Math.Max(0, from - 3), 64, degenerate: 1),
                    Effect = Effect(.046875),
                    Excess = Effect(effect - .046875),
                },
            ],
        };
    }
}
