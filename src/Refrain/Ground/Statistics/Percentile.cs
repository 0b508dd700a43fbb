namespace Refrain.Ground.Statistics;

/// <summary>
/// Percentiles of a sample, interpolated linearly between order statistics (Hyndman and Fan's type 7, the usual default).
/// </summary>
internal static class Percentile
{
    /// <summary>The middle share of the values, for bootstrap intervals. Sorts the values in place.</summary>
    public static Interval Interval(double[] values, double confidence)
    {
        Array.Sort(values);
        return new(OfSorted(values, (1 - confidence) / 2), OfSorted(values, (1 + confidence) / 2));
    }

    /// <summary>The value at a share from 0 (smallest) to 1 (largest); NaN for no values.</summary>
    public static double OfSorted(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] == sorted[above] ? sorted[below] : sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
