namespace Refrain.Ground.Statistics;

/// <summary>The area under the receiver operating characteristic: how often a positive scores above a negative.</summary>
internal static class Auroc
{
    /// <summary>
    /// P(positive &gt; negative) + ½ P(equal), in O(n log n). NaN when a class is empty; under 32 prompts a class it supports no verdict.
    /// </summary>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static double Of(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        Check(positives, negatives);
        var levels = Levels(positives, negatives);
        return Area(Count(positives, levels), Count(negatives, levels));
    }

    /// <summary>
    /// Percentile bootstrap, stratified: each class is drawn with replacement from itself. Undefined when a class is empty.
    /// </summary>
    public static Interval Bootstrap(
        ReadOnlySpan<double> positives,
        ReadOnlySpan<double> negatives,
        ulong seed,
        int resamples = 2_000,
        double confidence = 0.95
    )
    {
        Check(positives, negatives);
        Interval.CheckConfidence(confidence);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(resamples);
        if (positives.IsEmpty || negatives.IsEmpty)
        {
            return Interval.Undefined;
        }

        // Sorting once is enough: a resample only changes how often each score occurs.
        var levels = Levels(positives, negatives);
        var positiveLevels = LevelOfEach(positives, levels);
        var negativeLevels = LevelOfEach(negatives, levels);
        var generator = new SeededGenerator(seed, "auroc");
        var areas = new double[resamples];
        long[] drawnPositives = new long[levels.Length],
            drawnNegatives = new long[levels.Length];
        for (int i = 0; i < resamples; i++)
        {
            Draw(positiveLevels, drawnPositives, generator);
            Draw(negativeLevels, drawnNegatives, generator);
            areas[i] = Area(drawnPositives, drawnNegatives);
        }

        return Percentile.Interval(areas, confidence);
    }

    private static void Check(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        Ranks.CheckOrdered(positives);
        Ranks.CheckOrdered(negatives);
    }

    private static double[] Levels(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
    {
        // −0 and 0 are equal scores; adding 0 makes them the same bits.
        double[] all = [.. positives, .. negatives];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] += 0.0;
        }

        Array.Sort(all);
        return [.. all.Distinct()];
    }

    private static int[] LevelOfEach(ReadOnlySpan<double> scores, double[] levels)
    {
        var result = new int[scores.Length];
        for (int i = 0; i < scores.Length; i++)
        {
            result[i] = Array.BinarySearch(levels, scores[i] + 0.0);
        }

        return result;
    }

    private static long[] Count(ReadOnlySpan<double> scores, double[] levels)
    {
        var counts = new long[levels.Length];
        foreach (int level in LevelOfEach(scores, levels))
        {
            counts[level]++;
        }

        return counts;
    }

    private static void Draw(int[] scoreLevels, long[] counts, SeededGenerator generator)
    {
        Array.Clear(counts);
        for (int i = 0; i < scoreLevels.Length; i++)
        {
            counts[scoreLevels[generator.Next(scoreLevels.Length)]]++;
        }
    }

    /// <summary>Twice the won pairs, in whole numbers, so that nothing is rounded before the division.</summary>
    private static double Area(long[] positives, long[] negatives)
    {
        Int128 won = 0;
        long below = 0,
            total = 0;
        for (int level = 0; level < positives.Length; level++)
        {
            won += (Int128)positives[level] * ((2 * below) + negatives[level]);
            below += negatives[level];
            total += positives[level];
        }

        return (double)won / (2.0 * total * below);
    }
}
