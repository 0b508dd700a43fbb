namespace Refrain.Ground.Statistics;

/// <summary>Accuracy that a rare class weighs in as much as a common one.</summary>
internal static class BalancedAccuracy
{
    /// <summary>The mean of the share of yes and the share of no that the second finds, with the first as the truth.</summary>
    /// <returns>NaN where the truth has one class only.</returns>
    public static double Of(TwoByTwo counts)
    {
        double found = (double)counts.Both / (counts.Both + counts.OnlyFirst),
            leftAlone = (double)counts.Neither / (counts.Neither + counts.OnlySecond);
        return (found + leftAlone) / 2;
    }
}
