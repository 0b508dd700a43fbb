namespace Refrain.Ground.Statistics;

/// <summary>McNemar's exact test: did a pair's outcome change in one direction more often than in the other?</summary>
internal static class McNemar
{
    /// <summary>
    /// The two-sided p-value 2 P(X ≤ min(b, c)), X binomial with b + c trials of ½, at most 1.
    /// b and c count the discordant pairs: refused only before, and only after. 1 when there are none.
    /// </summary>
    public static double Exact(long b, long c)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(b);
        ArgumentOutOfRangeException.ThrowIfNegative(c);
        return b == c ? 1 : Math.Min(1, 2 * Binomial.LowerTail(Math.Min(b, c), b + c, 0.5));
    }
}
