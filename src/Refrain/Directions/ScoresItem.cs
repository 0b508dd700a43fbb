using System.Runtime.InteropServices;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>A selection's scores, one of each prompt or row; NaN where the model's logits were no numbers.</summary>
/// <remarks>Binary, version 1: float64 each.</remarks>
/// <param name="Values">The scores.</param>
internal sealed record ScoresItem(double[] Values) : IItemLayout<ScoresItem>
{
    private const byte Version = 1;

    public static string Stage => "selection";

    public static ScoresItem Decode(StoredItem item) => new(new ItemReader(item, Version).Rest<double>());

    public byte[] Encode() => [.. ItemReader.Header(Version), .. MemoryMarshal.AsBytes<double>(Values)];
}

/// <summary>Remembers scores.</summary>
internal static class RememberedScores
{
    /// <summary>Scores of a selection that are kept and given back as they were.</summary>
    /// <param name="remember">Keeps them.</param>
    /// <param name="key">Names them.</param>
    /// <param name="cost">Tokens times layers to be computed.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="compute">Computes them.</param>
    /// <exception cref="BadInputException">What was kept is damaged.</exception>
    public static double[] Scores(this Remember remember, string key, long cost, int count, Func<double[]> compute)
    {
        var item = remember(ScoresItem.Stage, key, cost, () => new ScoresItem(compute()).Encode());
        double[] scores = ScoresItem.Decode(item).Values;
        return scores.Length == count ? scores : throw item.Damaged($"it holds {scores.Length} scores", $"{count}");
    }
}
