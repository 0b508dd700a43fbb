using System.Text.Json.Serialization;
using Refrain.Directions;

namespace Refrain.Measurement;

/// <summary>A candidate direction and its scores on the source's validation prompts.</summary>
public sealed record CandidateReport
{
    /// <summary><c>zero</c> or <c>affine</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Post-instruction position, −P … −1.</summary>
    public int Position { get; init; }

    /// <summary>Zero ablation only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Layer { get; init; }

    /// <summary>Affine ablation only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FirstLayer { get; init; }

    /// <summary>Mean refusal score of harmful prompts under ablation; null where it was not needed, or a bound was enough.</summary>
    public double? AblationRefusalScore { get; init; }

    /// <summary>Mean refusal score of harmless prompts under addition; null where it was not needed, and for affine candidates.</summary>
    public double? InducedRefusalScore { get; init; }

    /// <summary>
    /// Mean divergence at the last position of harmless prompts under ablation, nats; null where it was not needed, or a bound was enough.
    /// </summary>
    public double? Kl { get; init; }

    /// <summary>What it does to the answers to harmless prompts; absent where no limit needed it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerEffectsReport? Answers { get; init; }

    /// <summary>Why it was discarded; null: it passed.</summary>
    [JsonConverter(typeof(DiscardConverter))]
    public Discard? Discarded { get; init; }

    /// <summary>The bound that discarded it before the score was measured on every prompt; absent where none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BoundReport? Bound { get; init; }

    /// <summary>The layer, whichever kind it is.</summary>
    [JsonIgnore]
    public int? AnyLayer => FirstLayer ?? Layer;
}
