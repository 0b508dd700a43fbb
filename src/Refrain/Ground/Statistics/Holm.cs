namespace Refrain.Ground.Statistics;

/// <summary>Holm's correction for several tests: the chance of any false finding among them stays below the level.</summary>
internal static class Holm
{
    /// <summary>
    /// Adjusted p-values in the order given: the i-th smallest becomes the largest (m − j + 1) p₍ⱼ₎ of j ≤ i, at most 1 (Holm, 1979).
    /// </summary>
    /// <exception cref="ArgumentException">A value is not a probability.</exception>
    public static double[] Adjust(ReadOnlySpan<double> p)
    {
        foreach (double value in p)
        {
            if (!(value is >= 0 and <= 1))
            {
                throw new ArgumentException($"holds {value}, which is no probability", nameof(p));
            }
        }

        var sorted = p.ToArray();
        var order = Enumerable.Range(0, p.Length).ToArray();
        Array.Sort(sorted, order);
        var adjusted = new double[p.Length];
        double largest = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, (sorted.Length - i) * sorted[i]));
            adjusted[order[i]] = largest;
        }

        return adjusted;
    }
}
