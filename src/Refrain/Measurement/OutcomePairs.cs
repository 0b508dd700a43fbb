using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>Whether the same prompts' answers have an outcome, judged twice: 1 or 0, prompt by prompt.</summary>
/// <param name="First">In the one cell.</param>
/// <param name="Second">In the other.</param>
internal sealed record OutcomePairs(double[] First, double[] Second)
{
    /// <summary>Prompts.</summary>
    public int Count => First.Length;

    /// <summary>Where the first alone has it.</summary>
    public int OnlyFirst => First.Zip(Second).Count(pair => pair.First > pair.Second);

    /// <summary>Where the second alone has it.</summary>
    public int OnlySecond => First.Zip(Second).Count(pair => pair.First < pair.Second);

    /// <summary>The same the other way round.</summary>
    public OutcomePairs Reversed => new(Second, First);

    /// <summary>Exact McNemar's p, not adjusted; null without pairs.</summary>
    public double? P => Count == 0 ? null : McNemar.Exact(OnlyFirst, OnlySecond);

    /// <summary>The first's rate less the second's, with its paired bootstrap interval; null without pairs.</summary>
    public PairedDifference? Difference(ulong seed) => Count == 0 ? null : PairedBootstrap.Difference(First, Second, seed);

    /// <summary>The score interval of the same difference, which has a width even where no pair differs.</summary>
    public Interval Score => PairedScore.Interval(OnlyFirst, OnlySecond, Count);
}
