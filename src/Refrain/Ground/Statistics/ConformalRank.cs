namespace Refrain.Ground.Statistics;

/// <summary>The rank of the calibration score that becomes a guard's threshold (split conformal prediction).</summary>
internal static class ConformalRank
{
    /// <summary>
    /// ⌊(n + 1) α⌋ for n calibration scores and an allowed miss rate α: flag when score ≥ the k-th smallest. 0: n is too small to promise
    /// α.
    /// </summary>
    /// <remarks>α counts as the decimal that it is written as: in binary, 100 · 0.29 falls short of 29.</remarks>
    public static int Of(int scores, double alpha)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(scores);
        if (!(alpha is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "must lie between 0 and 1");
        }

        return (int)Math.Floor((scores + 1m) * (decimal)alpha);
    }

    /// <summary>The threshold itself: the rank-th smallest score, or null when there are too few scores to promise α.</summary>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    public static double? Threshold(ReadOnlySpan<double> scores, double alpha)
    {
        Ranks.CheckOrdered(scores);
        int rank = Of(scores.Length, alpha);
        if (rank == 0)
        {
            return null;
        }

        var sorted = scores.ToArray();
        Array.Sort(sorted);
        return sorted[rank - 1];
    }
}
