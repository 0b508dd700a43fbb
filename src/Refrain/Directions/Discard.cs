using System.Text.Json.Serialization;

namespace Refrain.Directions;

/// <summary>What discards a candidate of the selection (docs/method.md 6), in the order in which it is asked.</summary>
public enum Filter
{
    /// <summary>Its layer is too late: at or above the limit.</summary>
    Layer,

    /// <summary>Its divergence on harmless prompts is above the limit.</summary>
    Divergence,

    /// <summary>Adding it does not induce refusal.</summary>
    Addition,

    /// <summary>There is no number: the activations overflow.</summary>
    NoNumber,

    /// <summary>Under it the model still refuses.</summary>
    Refuses,

    /// <summary>It passes, and another one's score under ablation is lower.</summary>
    NotBest,

    /// <summary>The divergence over generated tokens is above the limit.</summary>
    GeneratedDivergence,

    /// <summary>The share of degenerate answers is above the limit.</summary>
    Degenerate,

    /// <summary>The share of refused harmless prompts is above the limit.</summary>
    OverRefusal,
}

/// <summary>Why a candidate was discarded; in JSON a sentence, as <see cref="ToString"/> gives it.</summary>
/// <param name="Filter">What discarded it.</param>
/// <param name="Limit">The filter's limit, in its score's unit: a layer, nats, or a share; 0 where the filter is a sign; null where it has
/// none.</param>
/// <param name="Of">Of a layer: the model's layers; else null.</param>
[JsonConverter(typeof(DiscardConverter))]
public sealed record Discard(Filter Filter, double? Limit = null, int? Of = null)
{
    /// <summary>In words: <c>divergence above 0.1</c>, <c>layer at or above 12 of 16</c>.</summary>
    public override string ToString() => DiscardConverter.Words(this);
}
