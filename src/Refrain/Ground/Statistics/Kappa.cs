namespace Refrain.Ground.Statistics;

/// <summary>Agreement of two raters beyond chance.</summary>
internal static class Kappa
{
    /// <summary>
    /// (pₒ − pₑ) / (1 − pₑ): pₒ the share of equal labels, pₑ that share were the raters independent (Cohen, 1960). NaN without items, and
    /// where both raters used one and the same label throughout. In whole numbers up to one division: n² (pₒ − pₑ) and n² (1 − pₑ).
    /// </summary>
    /// <param name="items">n.</param>
    /// <param name="agreed">n pₒ: items with equal labels.</param>
    /// <param name="byChance">n² pₑ: over the labels, how often the first rater used it times how often the second did.</param>
    public static double Of(long items, long agreed, Int128 byChance)
    {
        Int128 n = items;
        return n * n == byChance ? double.NaN : (double)((n * agreed) - byChance) / (double)((n * n) - byChance);
    }
}
