using MathNet.Numerics;

namespace Refrain.Ground.Statistics;

/// <summary>How two lists of numbers rise together. NaN where one list is constant or there are fewer than two pairs.</summary>
internal static class Correlation
{
    /// <summary>Pearson's r, of the values themselves.</summary>
    /// <exception cref="ArgumentException">The lists are not of one length.</exception>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        CheckPairs(x, y);
        double meanX = Mean(x),
            meanY = Mean(y),
            products = 0,
            squaresX = 0,
            squaresY = 0;
        bool constantX = true,
            constantY = true;
        for (int i = 0; i < x.Length; i++)
        {
            products += (x[i] - meanX) * (y[i] - meanY);
            squaresX += (x[i] - meanX) * (x[i] - meanX);
            squaresY += (y[i] - meanY) * (y[i] - meanY);
            constantX &= x[i] == x[0];
            constantY &= y[i] == y[0];
        }

        return constantX || constantY ? double.NaN : Math.Clamp(products / Math.Sqrt(squaresX) / Math.Sqrt(squaresY), -1, 1);
    }

    /// <summary>
    /// The two-sided p-value of Pearson's r over n pairs, were both normal and independent: the incomplete beta function
    /// I(1 − r²; (n − 2)/2, ½). NaN for fewer than three pairs.
    /// </summary>
    public static double PearsonPValue(double r, int pairs) =>
        pairs < 3 || double.IsNaN(r) ? double.NaN
        : Math.Abs(r) >= 1 ? 0
        : SpecialFunctions.BetaRegularized((pairs - 2) / 2.0, 0.5, (1 - r) * (1 + r));

    /// <summary>Spearman's ρ: Pearson's r of the ranks, tied values sharing the mean of theirs.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks.Of(x), Ranks.Of(y));

    private static void CheckPairs(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length)
        {
            throw new ArgumentException($"holds {y.Length} values, the other list {x.Length}: they must be pairs", nameof(y));
        }
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
