using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>Cosines and sines of one rotary embedding; all scaling is in them.</summary>
/// <remarks>
/// A table has one row per token of the batch, not per position, because the frequencies of <c>dynamic</c> and <c>longrope</c> are
/// those of each row's own length: what else is in a batch changes nothing.
/// </remarks>
internal sealed class RotaryTable(RopeConfig rope, int headDimension)
{
    private double[] frequencies = RotaryFrequencies.Of(rope, headDimension, 0);
    private int regime;

    /// <summary>The row of the tables for each token, [token].</summary>
    public static long[] Rows(Packing packing) => [.. Enumerable.Range(0, packing.Tokens).Select(token => (long)token)];

    /// <summary>Feeds the tables, each [token, half of the dimensions that turn].</summary>
    public void Feed(Feed feed, string kind, Packing packing)
    {
        int half = frequencies.Length;
        var cosines = new float[packing.Tokens * half];
        var sines = new float[packing.Tokens * half];
        for (int token = 0; token < packing.Tokens; token++)
        {
            UseLength(packing.Lengths[packing.Owners[token]]);
            for (int i = token * half; i < (token + 1) * half; i++)
            {
                (double sine, double cosine) = Math.SinCos(packing.Positions[token] * frequencies[i % half]);
                cosines[i] = (float)(cosine * rope.AttentionFactor);
                sines[i] = (float)(sine * rope.AttentionFactor);
            }
        }

        feed.Add($"rotary.{kind}.cos", cosines, packing.Tokens, half).Add($"rotary.{kind}.sin", sines, packing.Tokens, half);
    }

    private void UseLength(int length)
    {
        if (rope.Regime(length) != regime)
        {
            regime = rope.Regime(length);
            frequencies = RotaryFrequencies.Of(rope, headDimension, length);
        }
    }
}
