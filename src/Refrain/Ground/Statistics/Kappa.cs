namespace Refrain.Ground.Statistics;

/// <summary>Agreement of two raters beyond chance.</summary>
internal static class Kappa
{
    /// <summary>
    /// (pₒ − pₑ) / (1 − pₑ): pₒ the share of equal labels, pₑ that share were the raters independent (Cohen, 1960).
    /// NaN without items, and where both raters used one and the same label throughout.
    /// </summary>
    /// <exception cref="ArgumentException">The lists are not of one length.</exception>
    public static double Cohen(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"holds {second.Length} labels, the other rater {first.Length}", nameof(second));
        }

        var firstCounts = new Dictionary<int, long>();
        var secondCounts = new Dictionary<int, long>();
        long agreed = 0;
        for (int i = 0; i < first.Length; i++)
        {
            agreed += first[i] == second[i] ? 1 : 0;
            firstCounts[first[i]] = firstCounts.GetValueOrDefault(first[i]) + 1;
            secondCounts[second[i]] = secondCounts.GetValueOrDefault(second[i]) + 1;
        }

        // In whole numbers up to one division: n² (pₒ − pₑ) and n² (1 − pₑ).
        Int128 n = first.Length,
            chance = 0;
        foreach (var (label, count) in firstCounts)
        {
            chance += (Int128)count * secondCounts.GetValueOrDefault(label);
        }

        return n * n == chance ? double.NaN : (double)((n * agreed) - chance) / (double)((n * n) - chance);
    }
}
