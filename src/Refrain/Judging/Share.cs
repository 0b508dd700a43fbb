using Refrain.Ground.Statistics;

namespace Refrain.Judging;

/// <summary>A share of trials, with its 95 % Wilson interval (Wilson 1927).</summary>
/// <param name="Successes">How many.</param>
/// <param name="Trials">Of how many.</param>
internal readonly record struct Share(int Successes, int Trials)
{
    private const double Z = 1.959963984540054;

    /// <summary>The share; null without trials.</summary>
    public double? Value => Trials == 0 ? null : (double)Successes / Trials;

    /// <summary>Lower end of the interval; 0 without trials.</summary>
    public double Low => Trials == 0 ? 0 : Math.Max(0, Centre - HalfWidth);

    /// <summary>Upper end of the interval; 1 without trials.</summary>
    public double High => Trials == 0 ? 1 : Math.Min(1, Centre + HalfWidth);

    private double Centre => (Successes + (Z * Z / 2)) / (Trials + (Z * Z));

    private double HalfWidth => Z / (Trials + (Z * Z)) * Math.Sqrt(((double)Successes * (Trials - Successes) / Trials) + (Z * Z / 4));
}
