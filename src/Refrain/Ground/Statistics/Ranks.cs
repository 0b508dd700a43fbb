namespace Refrain.Ground.Statistics;

/// <summary>Ranks from 1; tied values share the mean of their ranks.</summary>
internal static class Ranks
{
    /// <exception cref="ArgumentException">A value is NaN, which has no rank.</exception>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        CheckOrdered(values);
        var sorted = values.ToArray();
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[values.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++) { }

            for (int i = start; i < end; i++)
            {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
        }

        return ranks;
    }

    public static void CheckOrdered(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (double.IsNaN(value))
            {
                throw new ArgumentException("holds NaN, which has no rank", nameof(values));
            }
        }
    }
}
