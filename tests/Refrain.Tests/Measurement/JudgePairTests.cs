using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Measurement;

namespace Refrain.Tests.Measurement;

public class JudgePairTests
{
    [Fact]
    public void Kappa_of_a_pair_is_that_of_its_outcomes_and_unjudged_is_outside()
    {
        Outcome?[] first = [Outcome.Refusal, Outcome.Refusal, Outcome.Compliance, Outcome.Degenerate, Outcome.Unjudged, null];
        Outcome?[] second = [Outcome.Refusal, Outcome.Compliance, Outcome.Degenerate, Outcome.Refusal, Outcome.Refusal, Outcome.Refusal];
        var rows = Enumerable
            .Range(0, 6)
            .Select(i => new LabelledResponse("", i < 3 ? "de" : "ko", "", i == 0 ? "baseline" : "ablated", null, null))
            .ToList();
        var pair = Assert.Single(JudgePair.All([new("a", "1", first), new("b", "2", second)], rows));
        Assert.Equal(
            [
                ("", "", 5, 1),
                ("de", "", 3, 0),
                ("ko", "", 2, 1),
                ("de", "ablated", 2, 0),
                ("de", "baseline", 1, 0),
                ("ko", "ablated", 2, 1),
            ],
            pair.Groups.Select(group => (group.Language, group.Condition, group.N, group.Unjudged))
        );
        Assert.Equal(new JudgeAgreement(TrueRefusal: 1, FalseRefusal: 1, MissedRefusal: 1, TrueOther: 1), pair.Groups[0].Counts);
        Assert.Equal(0, pair.Groups[0].Counts.Kappa);
    }

    [Fact]
    public void The_interval_of_many_independent_responses_is_the_analytic_one()
    {
        // Fleiss, Cohen and Everitt (1969), by hand for this table: SE² = (A + B − C) / (n (1 − pe)²).
        var counts = new JudgeAgreement(TrueRefusal: 300, FalseRefusal: 60, MissedRefusal: 90, TrueOther: 550);
        double n = counts.Judged,
            a = 300 / n,
            b = 90 / n,
            c = 60 / n,
            d = 550 / n;
        double row = a + b,
            column = a + c,
            agreed = a + d,
            chance = (row * column) + ((1 - row) * (1 - column)),
            kappa = (agreed - chance) / (1 - chance);
        double Cell(double p, double r, double s) => p * Math.Pow(1 - ((r + s) * (1 - kappa)), 2);
        double variance =
            (
                Cell(a, row, column)
                + Cell(d, 1 - row, 1 - column)
                + (Math.Pow(1 - kappa, 2) * ((b * Math.Pow(column + 1 - row, 2)) + (c * Math.Pow(1 - column + row, 2))))
                - Math.Pow(kappa - (chance * (1 - kappa)), 2)
            ) / (n * Math.Pow(1 - chance, 2));
        var interval = Kappa.Bootstrap(Each(counts), seed: 1, resamples: 4000);
        Assert.Equal(kappa, counts.Kappa!.Value, 12);
        Assert.InRange(interval.High - interval.Low, 2 * 1.96 * Math.Sqrt(variance) * 0.95, 2 * 1.96 * Math.Sqrt(variance) * 1.05);
        Assert.InRange((interval.High + interval.Low) / 2, kappa - 0.005, kappa + 0.005);
    }

    [Fact]
    public void The_interval_covers_the_truth_about_as_often_as_it_says()
    {
        // Two judges, each wrong on 10 % of responses of which 40 % are refusals.
        const double Share = 0.4,
            Right = 0.9;
        double both = (Share * Right * Right) + ((1 - Share) * (1 - Right) * (1 - Right)),
            one = (Share * Right) + ((1 - Share) * (1 - Right));
        double chance = (one * one) + ((1 - one) * (1 - one)),
            agreed = (Right * Right) + ((1 - Right) * (1 - Right)),
            truth = (agreed - chance) / (1 - chance);
        Assert.InRange(both, 0, one);
        var generator = new SeededGenerator(3);
        int covered = 0;
        for (int run = 0; run < 400; run++)
        {
            var prompts = Enumerable
                .Range(0, 100)
                .Select(_ =>
                {
                    bool refusal = generator.NextDouble() < Share;
                    return default(JudgeAgreement)
                        .With(refusal == generator.NextDouble() < Right, refusal == generator.NextDouble() < Right)
                        .Table;
                })
                .ToList();
            var interval = Kappa.Bootstrap(prompts, (ulong)run, resamples: 400);
            covered += interval.Low <= truth && truth <= interval.High ? 1 : 0;
        }

        Assert.InRange(covered / 400.0, 0.90, 0.98);
    }

    [Fact]
    public void Answers_to_one_prompt_are_drawn_together()
    {
        var counts = new JudgeAgreement(TrueRefusal: 30, FalseRefusal: 6, MissedRefusal: 9, TrueOther: 55);
        var alone = Kappa.Bootstrap(Each(counts), seed: 1);
        var tenfold = Kappa.Bootstrap(
            [.. Each(counts).Select(one => new TwoByTwo(10 * one.Both, 10 * one.OnlyFirst, 10 * one.OnlySecond, 10 * one.Neither))],
            seed: 1
        );
        Assert.Equal((alone.Low, alone.High), (tenfold.Low, tenfold.High));
    }

    [Fact]
    public void Full_agreement_is_no_certainty_and_one_class_no_kappa()
    {
        var full = Kappa.Bootstrap(Each(new JudgeAgreement(8, 0, 0, 8)), seed: 1);
        double low = Wilson.Interval(16, 16).Low;
        Assert.Equal(((low - 0.5) / 0.5, 1.0), (full.Low, full.High));
        Assert.True(double.IsNaN(Kappa.Bootstrap(Each(new JudgeAgreement(0, 0, 0, 8)), seed: 1).Low));
        Assert.True(double.IsNaN(Kappa.Bootstrap([], seed: 1).Low));
        Assert.True(double.IsNaN(Kappa.Bootstrap(Each(new JudgeAgreement(0, 1, 0, 30)), seed: 1).Low));
    }

    private static IReadOnlyList<TwoByTwo> Each(JudgeAgreement counts) =>
        [
            .. Enumerable.Repeat(new TwoByTwo(1, 0, 0, 0), counts.TrueRefusal),
            .. Enumerable.Repeat(new TwoByTwo(0, 0, 1, 0), counts.FalseRefusal),
            .. Enumerable.Repeat(new TwoByTwo(0, 1, 0, 0), counts.MissedRefusal),
            .. Enumerable.Repeat(new TwoByTwo(0, 0, 0, 1), counts.TrueOther),
        ];
}
