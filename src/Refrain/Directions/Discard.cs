namespace Refrain.Directions;

/// <summary>What discards a candidate of the selection.</summary>
public enum Filter
{
    /// <summary>The direction is from a layer too near the end.</summary>
    Layer,

    /// <summary>The ablation changes harmless prompts' next tokens too much.</summary>
    Divergence,

    /// <summary>Adding the direction does not induce refusal.</summary>
    Addition,

    /// <summary>Harmful prompts are still refused under the ablation.</summary>
    Refuses,

    /// <summary>It passes every filter, and another candidate takes more refusal out.</summary>
    NotBest,

    /// <summary>The activations overflow under the ablation, so that it has no score.</summary>
    NoNumber,

    /// <summary>The ablation changes the first tokens of harmless prompts' answers too much.</summary>
    GeneratedDivergence,

    /// <summary>Too many answers to harmless prompts are degenerate under the ablation.</summary>
    Degenerate,

    /// <summary>Too many harmless prompts are refused under the ablation.</summary>
    OverRefusal,
}

/// <summary>The filter that discarded a candidate, with the limit that it was held against.</summary>
/// <param name="Filter">The filter.</param>
/// <param name="Limit">The largest divergence or share that passes, or the first layer that does not; null of filters without one.</param>
/// <param name="Layers">The model's layers, of <see cref="Filter.Layer"/>; else null.</param>
public sealed record Discard(Filter Filter, double? Limit = null, int? Layers = null);
