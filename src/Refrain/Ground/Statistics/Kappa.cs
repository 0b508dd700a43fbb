namespace Refrain.Ground.Statistics;

/// <summary>Agreement of two raters beyond chance.</summary>
internal static class Kappa
{
    // More undefined resamples than this, and their percentiles would be of a biased part.
    private const double MostUndefined = 0.05;

    /// <summary>
    /// (pₒ − pₑ) / (1 − pₑ): pₒ the share of equal answers, pₑ that share were the raters independent (Cohen, 1960).
    /// </summary>
    /// <returns>NaN without answers, and where both raters gave one and the same answer throughout.</returns>
    public static double Cohen(TwoByTwo counts)
    {
        double n = counts.Count,
            first = counts.Both + counts.OnlyFirst,
            second = counts.Both + counts.OnlySecond;
        double chance = ((first * second) + ((n - first) * (n - second))) / (n * n);
        return n == 0 || chance == 1 ? double.NaN : ((counts.Agreed / n) - chance) / (1 - chance);
    }

    /// <summary>
    /// κ's interval: percentile bootstrap over clusters of answers, such as the answers to one prompt in several languages and conditions.
    /// They are alike, so they are drawn together; the analytic interval (Fleiss, Cohen and Everitt, 1969) would take them for independent,
    /// and it leaves [−1, 1] and is symmetric, which κ near 1 is not. Where the raters agree on every answer no resample differs, and the
    /// interval would be [1, 1]: the lower end is then that of κ = (p − c) / (1 − c) at the lower end of the agreement p's Wilson interval,
    /// with the chance agreement c as observed.
    /// </summary>
    /// <param name="clusters">Counts of each cluster.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="resamples">How many.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    /// <returns>Undefined where κ is, and where more than 5 % of the resamples have none.</returns>
    public static Interval Bootstrap(IReadOnlyList<TwoByTwo> clusters, ulong seed, int resamples = 2_000, double confidence = 0.95)
    {
        Interval.CheckConfidence(confidence);
        var all = clusters.Aggregate(default(TwoByTwo), (sum, one) => sum + one);
        double kappa = Cohen(all);
        if (double.IsNaN(kappa))
        {
            return Interval.Undefined;
        }

        if (all.Agreed == all.Count)
        {
            double yes = (double)all.Both / all.Count,
                chance = 1 - (2 * yes * (1 - yes));
            return new((Wilson.Interval(all.Count, all.Count, confidence).Low - chance) / (1 - chance), kappa);
        }

        var generator = new SeededGenerator(seed, "kappa");
        var kappas = new List<double>(resamples);
        for (int resample = 0; resample < resamples; resample++)
        {
            var drawn = default(TwoByTwo);
            for (int i = 0; i < clusters.Count; i++)
            {
                drawn += clusters[generator.Next(clusters.Count)];
            }

            double value = Cohen(drawn);
            if (!double.IsNaN(value))
            {
                kappas.Add(value);
            }
        }

        return kappas.Count < resamples * (1 - MostUndefined) ? Interval.Undefined : Percentile.Interval([.. kappas], confidence);
    }
}
