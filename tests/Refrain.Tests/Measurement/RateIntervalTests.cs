using System.Numerics;
using CsCheck;
using Refrain.Ground.Statistics;

namespace Refrain.Tests.Measurement;

public class RateIntervalTests
{
    private static readonly Gen<(int Successes, int Trials)> Rates = Gen.Int[1, 2_000].SelectMany(n => Gen.Int[0, n].Select(k => (k, n)));

    [Fact]
    public void Clopper_Pearson_is_what_scipy_computes()
    {
        foreach (var row in Golden.Statistics("clopper_pearson").EnumerateArray())
        {
            var interval = ClopperPearson.Interval(
                row.GetProperty("successes").GetInt64(),
                row.GetProperty("trials").GetInt64(),
                row.Number("confidence")
            );

            // scipy's small ends are off by up to 7e-9 of their value (exact arithmetic says so, below), which is 3e-13 here.
            Assert.Equal(row.Number("low"), interval.Low, 1e-12);
            Assert.Equal(row.Number("high"), interval.High, 1e-12);
        }
    }

    [Fact]
    public void Clopper_Pearson_has_the_promised_tails_in_exact_arithmetic()
    {
        // Whole numbers of 40,000 bits take a second for each of the widest rows; 200 trials show the same.
        foreach (var row in Golden.Statistics("clopper_pearson").EnumerateArray().Where(row => row.GetProperty("trials").GetInt32() <= 200))
        {
            int k = row.GetProperty("successes").GetInt32(),
                n = row.GetProperty("trials").GetInt32();
            double tail = (1 - row.Number("confidence")) / 2;
            var interval = ClopperPearson.Interval(k, n, row.Number("confidence"));
            foreach (int side in new[] { -1, 1 })
            {
                // A little below each end the tail must be on one side of the promise, a little above on the other.
                double low = interval.Low * (1 + (side * 1e-13)),
                    high = Math.Min(1, interval.High * (1 + (side * 1e-13)));
                Assert.True(k == 0 || side * (ExactUpperTail(k, n, low) - tail) > 0, $"low end of {k} of {n}");
                Assert.True(k == n || side * (tail - ExactUpperTail(n - k, n, high, flip: true)) > 0, $"high end of {k} of {n}");
            }
        }
    }

    [Fact]
    public void Wilson_is_what_statsmodels_computes()
    {
        foreach (var row in Golden.Statistics("wilson").EnumerateArray())
        {
            var interval = Wilson.Interval(row.GetProperty("successes").GetInt64(), row.GetProperty("trials").GetInt64());
            Golden.Equal(row.Number("low"), interval.Low);
            Golden.Equal(row.Number("high"), interval.High);
        }
    }

    [Fact]
    public void Both_intervals_hold_the_rate_and_stay_within_0_and_1() =>
        Rates.Sample(rate =>
        {
            double p = rate.Successes / (double)rate.Trials;
            foreach (
                var interval in new[] { Wilson.Interval(rate.Successes, rate.Trials), ClopperPearson.Interval(rate.Successes, rate.Trials) }
            )
            {
                Assert.InRange(p, interval.Low, interval.High);
                Assert.True(interval.Low >= 0 && interval.High <= 1);
            }
        });

    [Fact]
    public void Failures_have_the_mirrored_interval() =>
        Rates.Sample(rate =>
        {
            var successes = ClopperPearson.Interval(rate.Successes, rate.Trials);
            var failures = ClopperPearson.Interval(rate.Trials - rate.Successes, rate.Trials);
            Assert.Equal(successes.Low, 1 - failures.High, 1e-14);
            var wilson = Wilson.Interval(rate.Successes, rate.Trials);
            Assert.Equal(wilson.Low, 1 - Wilson.Interval(rate.Trials - rate.Successes, rate.Trials).High, 1e-14);
        });

    [Fact]
    public void The_exact_interval_ends_where_the_tails_have_the_promised_probability() =>
        Rates.Sample(rate =>
        {
            var interval = ClopperPearson.Interval(rate.Successes, rate.Trials, 0.9);
            if (rate.Successes > 0)
            {
                Assert.Equal(0.05, Binomial.UpperTail(rate.Successes, rate.Trials, interval.Low), 1e-12);
            }

            if (rate.Successes < rate.Trials)
            {
                Assert.Equal(0.05, Binomial.LowerTail(rate.Successes, rate.Trials, interval.High), 1e-12);
            }
        });

    [Fact]
    public void Binomial_probabilities_sum_to_one() =>
        Gen.Select(Gen.Int[1, 300], Gen.Double[0.001, 0.999])
            .Sample((n, p) => Assert.Equal(1, Enumerable.Range(0, n + 1).Sum(k => Binomial.Probability(k, n, p)), 1e-12));

    [Theory]
    [InlineData(3, 10, 0.25, 0.25028228759765625)]
    [InlineData(0, 4, 0.5, 0.0625)]
    [InlineData(5, 5, 0.5, 0.03125)]
    [InlineData(1, 2, 0.0, 0.0)]
    [InlineData(2, 2, 1.0, 1.0)]
    public void Binomial_probabilities_known_exactly(int k, int n, double p, double expected) =>
        Golden.Equal(expected, Binomial.Probability(k, n, p));

    [Fact]
    public void Without_trials_there_is_no_interval()
    {
        Assert.True(double.IsNaN(Wilson.Interval(0, 0).Low));
        Assert.True(double.IsNaN(ClopperPearson.Interval(0, 0).High));
    }

    [Fact]
    public void Impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Interval(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClopperPearson.Interval(1, 2, 1));
    }

    /// <summary>P(X ≥ k) for the rate, or for 1 − rate, as a fraction of whole numbers: a double is m / 2ᵉ exactly.</summary>
    private static double ExactUpperTail(int k, int n, double rate, bool flip = false)
    {
        const int Bits = 80;
        var whole = BigInteger.One << Bits;
        var success = (BigInteger)Math.ScaleB(rate, Bits);
        var failure = whole - success;
        (success, failure) = flip ? (failure, success) : (success, failure);
        BigInteger coefficient = 1,
            sum = 0;
        for (int i = n; i >= k; i--)
        {
            sum += coefficient * BigInteger.Pow(success, i) * BigInteger.Pow(failure, n - i);
            coefficient = coefficient * i / (n - i + 1);
        }

        return (double)((sum << 60) >> (Bits * n)) / (1L << 60);
    }
}
