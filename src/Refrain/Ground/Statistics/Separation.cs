namespace Refrain.Ground.Statistics;

/// <summary>How far two classes' projections lie apart, in pooled standard deviations.</summary>
internal static class Separation
{
    /// <summary>
    /// (mean h − mean b) / √((var h + var b) / 2), variances with n − 1. NaN when a class has fewer than two values;
    /// infinite where neither class varies and the means differ.
    /// </summary>
    public static double Of(ReadOnlySpan<double> harmful, ReadOnlySpan<double> harmless)
    {
        var (meanHarmful, varianceHarmful) = Moments(harmful);
        var (meanHarmless, varianceHarmless) = Moments(harmless);
        return (meanHarmful - meanHarmless) / Math.Sqrt((varianceHarmful + varianceHarmless) / 2);
    }

    private static (double Mean, double Variance) Moments(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values)
        {
            mean += value / values.Length;
        }

        double squares = 0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return values.Length < 2 ? (double.NaN, double.NaN) : (mean, squares / (values.Length - 1));
    }
}
