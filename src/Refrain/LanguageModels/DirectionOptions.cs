using Refrain.Graphs;

namespace Refrain.LanguageModels;

/// <summary>How a refusal direction is chosen; the defaults are the published ones, and those of an audit (docs/method.md 6).</summary>
public sealed record DirectionOptions
{
    /// <summary>The language of the prompts, which the direction is named by.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Where zero ablation acts: <see cref="HookSites.Stream"/> or <see cref="HookSites.Module"/>.</summary>
    public HookSites Convention { get; init; } = HookSites.Stream;

    /// <summary>Largest divergence of a zero ablation on harmless prompts, nats.</summary>
    public double ZeroDivergence { get; init; } = 0.1;

    /// <summary>Largest divergence of an affine ablation on harmless prompts, nats.</summary>
    public double AffineDivergence { get; init; } = 0.2;

    /// <summary>Directions from layers at or above this share of the depth are discarded.</summary>
    public double LayerShare { get; init; } = 0.8;

    /// <summary>Fewest prompts of a class, with scores on the right side of 0, that a direction is taken from.</summary>
    public int FewestPrompts { get; init; } = 4;
}
