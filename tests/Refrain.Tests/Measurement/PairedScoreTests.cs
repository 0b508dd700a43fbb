using Refrain.Ground.Statistics;

namespace Refrain.Tests.Measurement;

/// <summary>
/// Tango's interval against the definition: the constrained likelihood is maximised by search, and every difference is tried.
/// </summary>
public class PairedScoreTests
{
    [Theory]
    [InlineData(12, 2, 50)]
    [InlineData(0, 0, 16)]
    [InlineData(0, 0, 64)]
    [InlineData(1, 0, 8)]
    [InlineData(0, 5, 16)]
    [InlineData(7, 7, 40)]
    [InlineData(16, 0, 16)]
    [InlineData(0, 1, 1)]
    [InlineData(3, 20, 572)]
    public void It_holds_what_the_score_test_does_not_reject(int b, int c, int n)
    {
        var interval = PairedScore.Interval(b, c, n);
        double z = 1.959963984540054;
        Assert.InRange((double)(b - c) / n, interval.Low, interval.High);
        foreach (double step in (double[])[1e-4, 1e-3, 1e-2])
        {
            Assert.True(
                interval.Low - step < -1 || Math.Abs(Score(b, c, n, interval.Low - step)) > z - 1e-6,
                $"{interval} at {step} below"
            );
            Assert.True(
                interval.High + step > 1 || Math.Abs(Score(b, c, n, interval.High + step)) > z - 1e-6,
                $"{interval} at {step} above"
            );
            Assert.True(
                interval.Low + step > interval.High || Math.Abs(Score(b, c, n, interval.Low + step)) < z + 1e-6,
                $"{interval} at {step} inside"
            );
        }
    }

    [Fact]
    public void Where_no_pair_differs_it_reaches_z_squared_over_n_plus_z_squared()
    {
        double square = 1.959963984540054 * 1.959963984540054;
        var interval = PairedScore.Interval(0, 0, 64);
        Assert.Equal(square / (64 + square), interval.High, 1e-9);
        Assert.Equal(-interval.High, interval.Low, 1e-9);
    }

    [Fact]
    public void It_turns_around_with_its_pairs_and_is_undefined_without_any()
    {
        var (one, other) = (PairedScore.Interval(9, 2, 30), PairedScore.Interval(2, 9, 30));
        Assert.Equal(one.Low, -other.High, 1e-9);
        Assert.Equal(one.High, -other.Low, 1e-9);
        Assert.True(double.IsNaN(PairedScore.Interval(0, 0, 0).Low));
        Assert.Throws<ArgumentOutOfRangeException>(() => PairedScore.Interval(3, 3, 5));
    }

    /// <summary>
    /// (b − c − nΔ) / √(n (p12 + p21 − Δ²)), with p12 − p21 = Δ where the likelihood p12^b p21^c (1 − p12 − p21)^(n − b − c) is largest.
    /// </summary>
    private static double Score(int b, int c, int n, double delta)
    {
        double low = Math.Max(0, -delta),
            high = (1 - delta) / 2;
        double Likelihood(double q) => Term(b, q + delta) + Term(c, q) + Term(n - b - c, 1 - (2 * q) - delta);
        for (int step = 0; step < 300; step++)
        {
            double first = low + ((high - low) / 3),
                second = high - ((high - low) / 3);
            (low, high) = Likelihood(first) < Likelihood(second) ? (first, high) : (low, second);
        }

        double q = (low + high) / 2;
        return (b - c - (n * delta)) / Math.Sqrt(n * Math.Max(1e-300, (2 * q) + delta - (delta * delta)));
    }

    private static double Term(int count, double probability) =>
        count == 0 ? 0
        : probability <= 0 ? double.NegativeInfinity
        : count * Math.Log(probability);
}
