using Refrain.Inference;

namespace Refrain.LanguageModels;

/// <summary>How the model answers. It decodes greedily: each token is the likeliest one, so the same prompt has the same answer.</summary>
public sealed record GenerationOptions
{
    /// <summary>Tokens after which an answer is cut.</summary>
    public int MaximumNewTokens { get; init; } = 256;

    /// <summary>True: go on past end tokens, which then stay in the answer.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>What is done to the model, at the prompt and at every new token, or null.</summary>
    public Intervention? Intervention { get; init; }
}
