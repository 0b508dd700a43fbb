using MathNet.Numerics.Distributions;

namespace Refrain.Ground.Statistics;

/// <summary>
/// Tango's score interval for the difference of two rates over the same prompts: it has a width even where no pair differs, so that few
/// prompts cannot prove much.
/// </summary>
internal static class PairedScore
{
    private const int Halvings = 100;

    /// <summary>
    /// Every Δ that the score test does not reject: |b − c − nΔ| ≤ z √(n (2q + Δ(1 − Δ))), with q the constrained maximum-likelihood
    /// estimate of the smaller discordant probability, the larger root of 2n q² + (Δ(2n − b + c) − b − c) q − cΔ(1 − Δ) = 0 (Tango, 1998).
    /// Undefined without pairs.
    /// </summary>
    /// <param name="b">Pairs in which only the first is a success.</param>
    /// <param name="c">Pairs in which only the second is.</param>
    /// <param name="n">All pairs; the difference is (b − c) / n.</param>
    /// <param name="confidence">Of the interval.</param>
    public static Interval Interval(long b, long c, long n, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(b);
        ArgumentOutOfRangeException.ThrowIfNegative(c);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(b + c, n);
        Ground.Statistics.Interval.CheckConfidence(confidence);
        if (n == 0)
        {
            return Ground.Statistics.Interval.Undefined;
        }

        double z = -Normal.InvCDF(0, 1, (1 - confidence) / 2),
            estimate = (double)(b - c) / n;
        return new(End(-1, estimate, delta => Score(b, c, n, delta) > z), End(1, estimate, delta => Score(b, c, n, delta) < -z));
    }

    /// <summary>The score statistic of a supposed difference; it falls as the difference rises.</summary>
    private static double Score(double b, double c, double n, double delta)
    {
        double linear = (delta * ((2 * n) - b + c)) - b - c,
            constant = -c * delta * (1 - delta);
        double q = (Math.Sqrt(Math.Max(0, (linear * linear) - (8 * n * constant))) - linear) / (4 * n);
        double variance = n * ((2 * q) + (delta * (1 - delta))),
            distance = b - c - (n * delta);
        return distance == 0 ? 0
            : variance <= 0 ? Math.CopySign(double.PositiveInfinity, distance)
            : distance / Math.Sqrt(variance);
    }

    /// <summary>Halves between what is rejected and what is not.</summary>
    private static double End(double outside, double inside, Func<double, bool> rejected)
    {
        if (!rejected(outside))
        {
            return outside;
        }

        for (int step = 0; step < Halvings; step++)
        {
            double middle = (outside + inside) / 2;
            (outside, inside) = rejected(middle) ? (middle, inside) : (outside, middle);
        }

        return inside;
    }
}
