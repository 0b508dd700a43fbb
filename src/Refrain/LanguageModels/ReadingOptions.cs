using Refrain.Inference;

namespace Refrain.LanguageModels;

/// <summary>Which activations are read.</summary>
public sealed record ReadingOptions
{
    /// <summary>The layers, 0 … L: l is the stream entering block l, L the one entering the final norm. Null: all.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>How many tokens of each prompt, its last ones; null: all.</summary>
    public int? LastPositions { get; init; }

    /// <summary>True: the logits of the token after each prompt too.</summary>
    public bool Logits { get; init; }

    /// <summary>What is done to the model while it reads, or null.</summary>
    public Intervention? Intervention { get; init; }
}
