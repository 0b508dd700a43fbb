using System.Numerics;
using CsCheck;
using Refrain.Ground.Statistics;

namespace Refrain.Tests.Measurement;

public class PairedTests
{
    [Fact]
    public void McNemar_is_what_scipy_computes()
    {
        foreach (var row in Golden.Statistics("mcnemar_exact").EnumerateArray())
        {
            Golden.Equal(row.Number("p"), McNemar.Exact(row.GetProperty("b").GetInt64(), row.GetProperty("c").GetInt64()));
        }
    }

    [Fact]
    public void McNemar_is_the_sum_of_binomial_coefficients() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 60])
            .Sample(
                (b, c) =>
                {
                    // Whole numbers: 2 Σ C(n, k) over 2ⁿ, k up to the smaller count.
                    BigInteger coefficient = 1,
                        sum = 0;
                    for (int k = 0; k <= Math.Min(b, c); k++)
                    {
                        sum += coefficient;
                        coefficient = coefficient * (b + c - k) / (k + 1);
                    }

                    Golden.Equal(Math.Min(1, (double)(2 * sum) / Math.Pow(2, b + c)), McNemar.Exact(b, c));
                    Assert.Equal(McNemar.Exact(b, c), McNemar.Exact(c, b));
                }
            );

    [Fact]
    public void Holm_by_hand()
    {
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]));
        Assert.Empty(Holm.Adjust([]));
        Assert.Throws<ArgumentException>(() => Holm.Adjust([double.NaN]));
    }

    [Fact]
    public void Holm_never_lowers_a_value_and_lies_below_Bonferroni() =>
        Gen.Double[0, 1]
            .Array[1, 20]
            .Sample(p =>
            {
                var adjusted = Holm.Adjust(p);
                for (int i = 0; i < p.Length; i++)
                {
                    Assert.InRange(adjusted[i], p[i], Math.Min(1, p[i] * p.Length));
                }

                Assert.Equal(
                    adjusted.Order(),
                    p.Zip(adjusted).OrderBy(pair => pair.First).ThenBy(pair => pair.Second).Select(pair => pair.Second)
                );
            });

    [Fact]
    public void A_paired_difference_repeats_and_knows_its_pairs()
    {
        double[] a = [1, 1, 0, 1, 0, 1, 1, 1],
            b = [0, 1, 0, 0, 0, 1, 0, 1];
        var first = PairedBootstrap.Difference(a, b, seed: 7);
        Assert.Equal(first, PairedBootstrap.Difference(a, b, seed: 7));
        Assert.Equal(0.375, first.Difference);
        Assert.Equal(8, first.Pairs);
        Assert.InRange(first.Interval.Low, 0, 0.375);
        Assert.InRange(first.Interval.High, 0.375, 1);
    }

    [Fact]
    public void Pairs_that_all_differ_by_the_same_have_no_spread()
    {
        // Unpaired resampling would spread widely here.
        double[] a = [.. Enumerable.Range(0, 50).Select(i => i + 1.0)],
            b = [.. Enumerable.Range(0, 50).Select(i => (double)i)];
        Assert.Equal(new PairedDifference(1, new(1, 1), 50), PairedBootstrap.Difference(a, b, seed: 1));
    }

    [Fact]
    public void The_bootstrap_interval_is_about_two_standard_errors_wide()
    {
        var generator = new SeededGenerator(3);
        double[] a = [.. Enumerable.Range(0, 400).Select(_ => generator.NextNormal())],
            b = new double[400];
        var interval = PairedBootstrap.Difference(a, b, seed: 5).Interval;
        Assert.InRange(interval.High - interval.Low, 0.85 * 2 * 1.96 / 20, 1.15 * 2 * 1.96 / 20);
    }

    [Fact]
    public void Lists_that_are_no_pairs_are_refused_and_none_gives_no_difference()
    {
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Difference([1.0], [1.0, 2.0], 1));
        Assert.True(double.IsNaN(PairedBootstrap.Difference([], [], 1).Difference));
    }
}
