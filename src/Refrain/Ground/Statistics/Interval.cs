namespace Refrain.Ground.Statistics;

/// <summary>A confidence interval; both ends are NaN where the data says nothing.</summary>
internal readonly record struct Interval(double Low, double High)
{
    internal static Interval Undefined { get; } = new(double.NaN, double.NaN);

    internal static double CheckConfidence(double confidence) =>
        confidence is > 0 and < 1
            ? confidence
            : throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "must lie between 0 and 1");

    internal static void CheckCounts(long successes, long trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
    }
}
