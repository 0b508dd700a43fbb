using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>How often something happens in answers of two models to the same prompts, those judged in both.</summary>
/// <param name="Pairs">Prompts judged in both.</param>
/// <param name="OnlyA">Where it happens in A alone.</param>
/// <param name="OnlyB">Where it happens in B alone.</param>
/// <param name="Change">Rate of B less that of A; NaN without pairs.</param>
/// <param name="Bootstrap">Its paired bootstrap interval, 95 %.</param>
/// <param name="Score">Its score interval, 95 %: decides on thresholds.</param>
/// <param name="P">Exact McNemar's p, not adjusted; NaN without pairs.</param>
internal readonly record struct PairedRefusal(int Pairs, int OnlyA, int OnlyB, double Change, Interval Bootstrap, Interval Score, double P)
{
    /// <param name="pairs">Whether it happens in A, and in B, prompt by prompt.</param>
    /// <param name="seed">Of the bootstrap.</param>
    public static PairedRefusal Of(IReadOnlyList<(bool A, bool B)> pairs, ulong seed)
    {
        double[] a = [.. pairs.Select(pair => pair.A ? 1.0 : 0)],
            b = [.. pairs.Select(pair => pair.B ? 1.0 : 0)];
        var difference = PairedBootstrap.Difference(b, a, seed);
        int onlyA = pairs.Count(pair => pair is { A: true, B: false }),
            onlyB = pairs.Count(pair => pair is { A: false, B: true });
        return new(
            pairs.Count,
            onlyA,
            onlyB,
            difference.Difference,
            difference.Interval,
            PairedScore.Interval(onlyB, onlyA, pairs.Count),
            pairs.Count == 0 ? double.NaN : McNemar.Exact(onlyB, onlyA)
        );
    }
}
