using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>Cosines and sines of one rotary embedding; all scaling is in them.</summary>
/// <remarks>
/// A graph gets one row per token, not per position, because the frequencies of <c>dynamic</c> and <c>longrope</c> are those of each
/// row's own length: what else is in a batch changes nothing.
/// </remarks>
internal sealed class RotaryTable(RopeConfig rope, int headDimension)
{
    private double[] frequencies = RotaryFrequencies.Of(rope, headDimension, 0);
    private int regime;
    private float[] cosines = []; // [position, frequency] of the regime, as far as they were needed
    private float[] sines = [];

    /// <summary>
    /// Feeds the tables of a set of tokens, each [token, half of the dimensions that turn], as <c>NAME.cos</c> and <c>NAME.sin</c>.
    /// </summary>
    public void Feed(Feed feed, string name, Packing packing, TokenSet tokens)
    {
        int half = frequencies.Length,
            at = 0;
        var cosine = feed.Rent<float>(name + ".cos", tokens.Count, half);
        var sine = feed.Rent<float>(name + ".sin", tokens.Count, half);
        foreach (var token in tokens.Owners)
        {
            int position = packing.Position(token);
            Prepare(packing.Lengths[token.Row], position);
            cosines.AsSpan(position * half, half).CopyTo(cosine[at..]);
            sines.AsSpan(position * half, half).CopyTo(sine[at..]);
            at += half;
        }
    }

    /// <summary>Fills the tables of the regime of <paramref name="length"/> up to <paramref name="position"/>.</summary>
    private void Prepare(int length, int position)
    {
        if (rope.Regime(length) != regime)
        {
            regime = rope.Regime(length);
            frequencies = RotaryFrequencies.Of(rope, headDimension, length);
            cosines = sines = [];
        }

        int half = frequencies.Length;
        if (half == 0 || position < cosines.Length / half)
        {
            return;
        }

        int from = cosines.Length;
        int to = Math.Max(position + 1, Math.Min(2 * from / half, position + 1024)) * half;
        Array.Resize(ref cosines, to);
        Array.Resize(ref sines, to);
        for (int i = from; i < to; i++)
        {
            (double s, double c) = Math.SinCos(i / half * frequencies[i % half]);
            cosines[i] = (float)(c * rope.AttentionFactor);
            sines[i] = (float)(s * rope.AttentionFactor);
        }
    }
}
