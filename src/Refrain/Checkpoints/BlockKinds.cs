namespace Refrain.Checkpoints;

/// <summary>How a norm works.</summary>
public enum NormKind
{
    /// <summary>x / sqrt(mean(x²) + ε), scaled.</summary>
    RootMeanSquare,

    /// <summary>(x − mean(x)) / sqrt(variance(x) + ε), scaled, without a bias.</summary>
    LayerNorm,
}

/// <summary>Where a block's norms stand.</summary>
public enum NormPlacement
{
    /// <summary>Before attention and before the MLP (Llama).</summary>
    Before,

    /// <summary>After each, before the addition to the stream (OLMo 2).</summary>
    After,

    /// <summary>Before and after each (Gemma 2 and 3).</summary>
    BeforeAndAfter,

    /// <summary>One norm, whose result attention and MLP both read (Cohere).</summary>
    Parallel,
}

/// <summary>How queries and keys are normed before the rotation.</summary>
public enum QueryKeyNorm
{
    None,

    /// <summary>Each head by itself, all with the same scale [head width] (Qwen 3, Gemma 3).</summary>
    Head,

    /// <summary>Each head by itself, each with its own scale [head, head width] (Cohere).</summary>
    EachHead,

    /// <summary>The whole projection at once (OLMo 2).</summary>
    Whole,
}

/// <summary>A mixture of experts in place of the MLP.</summary>
public sealed record ExpertConfig
{
    /// <summary>Experts in a layer.</summary>
    public required int Count { get; init; }

    /// <summary>How many of them a token uses.</summary>
    public required int PerToken { get; init; }

    /// <summary>Width inside one expert.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>True where the chosen experts' probabilities are divided by their sum.</summary>
    public required bool Normalised { get; init; }

    /// <summary>Per layer: true where experts stand for the MLP.</summary>
    public required IReadOnlyList<bool> Layers { get; init; }
}
