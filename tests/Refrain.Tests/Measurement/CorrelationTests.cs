using CsCheck;
using Refrain.Ground.Statistics;

namespace Refrain.Tests.Measurement;

public class CorrelationTests
{
    private static readonly Gen<(double X, double Y)[]> Pairs = Gen.Select(Gen.Int[-5, 5], Gen.Int[-5, 5], (x, y) =>
        ((double)x, (double)y)
    ).Array[2, 30];

    [Fact]
    public void Correlations_are_what_scipy_computes()
    {
        var golden = Golden.Statistics("correlation");
        double[] x = golden.Numbers("x"),
            y = golden.Numbers("y");
        Golden.Equal(golden.Number("pearson"), Correlation.Pearson(x, y));
        Golden.Equal(golden.Number("pearson_p"), Correlation.PearsonPValue(Correlation.Pearson(x, y), x.Length));
        Golden.Equal(golden.Number("spearman"), Correlation.Spearman(x, y));
    }

    [Fact]
    public void Every_correlation_is_symmetric_bounded_and_flips_its_sign_with_one_side() =>
        Pairs.Sample(pairs =>
        {
            double[] x = [.. pairs.Select(pair => pair.X)],
                y = [.. pairs.Select(pair => pair.Y)],
                negative = [.. y.Select(value => -value)];
            bool constant = x.Distinct().Count() == 1 || y.Distinct().Count() == 1;
            foreach (
                var correlation in new Func<double[], double[], double>[]
                {
                    (a, b) => Correlation.Pearson(a, b),
                    (a, b) => Correlation.Spearman(a, b),
                }
            )
            {
                double value = correlation(x, y);
                Assert.Equal(constant, double.IsNaN(value));
                Assert.True(constant || Math.Abs(value) <= 1 + 1e-15);
                Assert.Equal(value, correlation(y, x), 1e-12);
                Assert.Equal(-value, correlation(x, negative), 1e-12);
            }
        });

    [Fact]
    public void Ranks_share_ties() => Assert.Equal([2.5, 1, 4, 2.5], Ranks.Of([7, -1, 9, 7]));

    [Fact]
    public void Rank_correlations_ignore_monotone_changes()
    {
        double[] x = [1, 2, 3, 4, 5],
            y = [1, 8, 27, 64, 1000];
        Assert.Equal(1, Correlation.Spearman(x, y), 1e-15);
        Assert.Throws<ArgumentException>(() => Correlation.Pearson([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => Correlation.Spearman([double.NaN, 1], [1, 2]));
    }

    [Fact]
    public void A_p_value_needs_three_pairs()
    {
        Assert.True(double.IsNaN(Correlation.PearsonPValue(0.5, 2)));
        Assert.Equal(0, Correlation.PearsonPValue(1, 10));
        Assert.Equal(1, Correlation.PearsonPValue(0, 10));

        // With three pairs t is Cauchy: p = 1 − (2/π) asin r.
        Assert.Equal(1 - (2 / Math.PI * Math.Asin(0.3)), Correlation.PearsonPValue(0.3, 3), 1e-13);
    }
}
