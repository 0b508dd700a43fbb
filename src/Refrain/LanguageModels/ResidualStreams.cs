namespace Refrain.LanguageModels;

/// <summary>The residual streams of one prompt: what enters its blocks, and the final norm, at its tokens.</summary>
public sealed class ResidualStreams
{
    private readonly float[] values;
    private readonly int[] layers;

    internal ResidualStreams(int[] layers, int positions, int hidden, float[] values, float[]? logits)
    {
        (this.layers, Positions, HiddenSize, this.values) = (layers, positions, hidden, values);
        Logits = logits;
    }

    /// <summary>
    /// The layers that were read: l is the stream entering block l, after an intervention at its input; L the one entering the final norm.
    /// </summary>
    public IReadOnlyList<int> Layers => layers;

    /// <summary>How many tokens were read, the prompt's last ones.</summary>
    public int Positions { get; }

    /// <summary>Width of the stream.</summary>
    public int HiddenSize { get; }

    /// <summary>All values, flat [index in <see cref="Layers"/>, position, hidden].</summary>
    public ReadOnlyMemory<float> Values => values;

    /// <summary>The logits of the token after the prompt, [vocabulary]; null where they were not asked for.</summary>
    public ReadOnlyMemory<float>? Logits { get; }

    /// <summary>The stream at a layer and a position, [hidden].</summary>
    /// <param name="layer">One of <see cref="Layers"/>.</param>
    /// <param name="position">From the prompt's end, −<see cref="Positions"/> … −1.</param>
    public ReadOnlySpan<float> At(int layer, int position)
    {
        int index = Array.IndexOf(layers, layer);
        if (index < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(layer), layer, $"Read were the layers {string.Join(", ", layers)}.");
        }

        if (position >= 0 || position < -Positions)
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, $"Positions run from {-Positions} to -1.");
        }

        return values.AsSpan(((index + 1) * Positions + position) * HiddenSize, HiddenSize);
    }
}
