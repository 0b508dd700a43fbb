namespace Refrain.Ground.Statistics;

/// <summary>The difference of two means over the same prompts, with an interval that keeps the pairs together.</summary>
internal static class PairedBootstrap
{
    /// <summary>
    /// mean(a) − mean(b), a[i] and b[i] of the same prompt, with the percentile interval over resampled pairs.
    /// NaN without pairs. Outcomes are 1 and 0; scores may be anything finite.
    /// </summary>
    /// <exception cref="ArgumentException">The lists are not of one length.</exception>
    public static PairedDifference Difference(
        ReadOnlySpan<double> a,
        ReadOnlySpan<double> b,
        ulong seed,
        int resamples = 2_000,
        double confidence = 0.95
    )
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"holds {b.Length} values, the other list {a.Length}: they must be pairs", nameof(b));
        }

        Interval.CheckConfidence(confidence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        if (a.IsEmpty)
        {
            return new(double.NaN, Interval.Undefined, 0);
        }

        var differences = new double[a.Length];
        for (int i = 0; i < a.Length; i++)
        {
            differences[i] = a[i] - b[i];
        }

        var generator = new SeededGenerator(seed, "paired");
        var means = new double[resamples];
        for (int resample = 0; resample < resamples; resample++)
        {
            double sum = 0;
            for (int i = 0; i < differences.Length; i++)
            {
                sum += differences[generator.Next(differences.Length)];
            }

            means[resample] = sum / differences.Length;
        }

        return new(differences.Sum() / differences.Length, Percentile.Interval(means, confidence), a.Length);
    }
}

/// <summary>A difference of means over pairs, its interval, and how many pairs it rests on.</summary>
internal readonly record struct PairedDifference(double Difference, Interval Interval, int Pairs);
