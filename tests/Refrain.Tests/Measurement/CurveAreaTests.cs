using Refrain.Ground.Statistics;

namespace Refrain.Tests.Measurement;

public class CurveAreaTests
{
    private static readonly double[] Tenths = [0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1];

    [Fact]
    public void The_trapezoid_rule_gives_what_a_hand_computes()
    {
        // (1 + .5)/2 · .25 + (.5 + .25)/2 · .25 + (.25 + 0)/2 · .5 = .1875 + .09375 + .0625
        Assert.Equal(.34375, CurveArea.Trapezoid([0, .25, .5, 1], [1, .5, .25, 0]), 1e-15);

        // .1 · (.9/2 + .9 + .8 + .8 + .6 + .5 + .3 + .2 + .1 + .1 + .1/2) = .1 · 4.8
        Assert.Equal(.48, CurveArea.Trapezoid(Tenths, [.9, .9, .8, .8, .6, .5, .3, .2, .1, .1, .1]), 1e-12);
        Assert.Equal(.7, CurveArea.Trapezoid([0, 1], [.9, .5]), 1e-15);
        Assert.Equal(1, CurveArea.Trapezoid(Tenths, Enumerable.Repeat(1.0, 11).ToArray()), 1e-15);
        Assert.True(double.IsNaN(CurveArea.Trapezoid([0, .5, 1], [1, double.NaN, 0])));
        Assert.True(double.IsNaN(CurveArea.Trapezoid([.5], [1])));
        Assert.Throws<ArgumentException>(() => CurveArea.Trapezoid([0, 1], [1]));
        Assert.Throws<ArgumentException>(() => CurveArea.Trapezoid([0, .5, .5], [1, 1, 1]));
    }

    [Fact]
    public void The_interval_is_that_of_a_bootstrap_written_out_with_the_prompts_kept_together()
    {
        double?[][] outcomes =
        [
            .. Enumerable.Range(0, 20).Select(prompt => Tenths.Select(q => (double?)(q * 20 < prompt ? 1 : 0)).ToArray()),
        ];
        var (area, interval) = CurveArea.Bootstrap(Tenths, outcomes, 9);

        // With every outcome known, the area is the mean of each prompt's own.
        double[] own = [.. outcomes.Select(prompt => CurveArea.Trapezoid(Tenths, [.. prompt.Select(outcome => outcome!.Value)]))];
        Assert.Equal(own.Average(), area, 1e-12);
        var generator = new SeededGenerator(9, "area");
        double[] drawn =
        [
            .. Enumerable
                .Range(0, 2000)
                .Select(_ => Enumerable.Range(0, own.Length).Select(_ => own[generator.Next(own.Length)]).Average())
                .Order(),
        ];
        double At(double share) =>
            drawn[(int)(share * 1999)] + (share * 1999 % 1 * (drawn[(int)(share * 1999) + 1] - drawn[(int)(share * 1999)]));
        Assert.Equal(At(.025), interval.Low, 1e-9);
        Assert.Equal(At(.975), interval.High, 1e-9);

        // Drawn apart at each place, the rates would be steadier together than they are.
        Assert.True(interval.High - interval.Low > 0.2);
    }

    [Fact]
    public void An_unknown_outcome_is_left_out_of_its_place_and_a_place_without_any_leaves_no_area()
    {
        double?[][] outcomes =
        [
            [1, null, 0],
            [1, 1, 0],
            [0, 0, 0],
            [1, null, 1],
        ];
        var (area, interval) = CurveArea.Bootstrap([0, .5, 1], outcomes, 1);
        Assert.Equal((.75 + .5) / 4 + (.5 + .25) / 4, area, 1e-15);
        Assert.InRange(interval.Low, 0, area);
        Assert.InRange(interval.High, area, 1);
        Assert.True(
            double.IsNaN(
                CurveArea
                    .Bootstrap(
                        [0, .5, 1],
                        [
                            [1, null, 0],
                            [1, null, 1],
                        ],
                        1
                    )
                    .Area
            )
        );
        Assert.True(double.IsNaN(CurveArea.Bootstrap([0, .5, 1], [], 1).Interval.Low));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Where_all_outcomes_are_the_same_the_open_end_is_Wilsons(int outcome)
    {
        var (area, interval) = CurveArea.Bootstrap([0, .5, 1], [.. Enumerable.Repeat(new double?[] { outcome, outcome, outcome }, 16)], 1);
        Assert.Equal(outcome, area);
        Assert.Equal(Wilson.Interval(16 * outcome, 16), interval);
        Assert.True(interval.High - interval.Low > .15);
    }
}
