using MathNet.Numerics.Distributions;

namespace Refrain.Ground.Statistics;

/// <summary>Wilson's score interval for a rate: what reports show for single rates.</summary>
internal static class Wilson
{
    /// <summary>
    /// (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), p̂ = successes / trials, z the two-sided normal quantile (Wilson, 1927).
    /// Undefined without trials.
    /// </summary>
    public static Interval Interval(long successes, long trials, double confidence = 0.95)
    {
        Ground.Statistics.Interval.CheckCounts(successes, trials);
        Ground.Statistics.Interval.CheckConfidence(confidence);
        if (trials == 0)
        {
            return Ground.Statistics.Interval.Undefined;
        }

        double n = trials,
            failures = trials - successes;
        double z = -Normal.InvCDF(0, 1, (1 - confidence) / 2);
        double square = z * z,
            root = z * Math.Sqrt((successes * failures / n) + (square / 4));
        double low = successes == 0 ? 0 : (successes + (square / 2) - root) / (n + square);
        double high = failures == 0 ? 1 : (successes + (square / 2) + root) / (n + square);
        return new(low, high);
    }
}
