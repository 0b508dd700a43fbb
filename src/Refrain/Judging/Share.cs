using Refrain.Ground.Statistics;

namespace Refrain.Judging;

/// <summary>A share of trials, with its 95 % Wilson interval.</summary>
/// <param name="Successes">How many.</param>
/// <param name="Trials">Of how many.</param>
internal readonly record struct Share(int Successes, int Trials)
{
    /// <summary>The share; null without trials.</summary>
    public double? Value => Trials == 0 ? null : (double)Successes / Trials;

    /// <summary>Lower end of the interval; 0 without trials.</summary>
    public double Low => Trials == 0 ? 0 : Wilson.Interval(Successes, Trials).Low;

    /// <summary>Upper end of the interval; 1 without trials.</summary>
    public double High => Trials == 0 ? 1 : Wilson.Interval(Successes, Trials).High;
}
