using System.Text.Json.Serialization;
using Refrain.Directions;

namespace Refrain.Measurement;

/// <summary>How the source language's direction was chosen (docs/method.md 6).</summary>
public sealed record SelectionReport
{
    /// <summary>What it came to.</summary>
    public required SelectionVerdict Verdict { get; init; }

    /// <summary>How the direction is ablated; null where there is none; all numbers under ablation are for it.</summary>
    public AblationKind? Intervention { get; init; }

    /// <summary>Post-instruction position, −P … −1; null without a direction.</summary>
    public int? Position { get; init; }

    /// <summary>Zero ablation only: the layer that the direction is from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Layer { get; init; }

    /// <summary>Affine ablation only: the first layer that it acts on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FirstLayer { get; init; }

    /// <summary>Layer at whose input the direction is added; null where nothing was added.</summary>
    public int? AdditionLayer { get; init; }

    /// <summary>Mean refusal score of the source's harmless validation prompts under addition.</summary>
    public double? AdditionRefusalScore { get; init; }

    /// <summary><c>addition does not induce refusal</c>, or null.</summary>
    public string? AdditionNote { get; init; }

    /// <summary>Limits on what the chosen ablation may do to answers; absent where there were none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerEffectsReport? Limits { get; init; }

    /// <summary>Every candidate that was looked at, zero before affine.</summary>
    public IReadOnlyList<CandidateReport> Candidates { get; init; } = [];

    /// <summary>For each filter that discarded candidates, the one of them that came nearest.</summary>
    public IReadOnlyList<FailedFilter> BestOfFailed { get; init; } = [];

    /// <summary>The layer l* where one layer is needed: the first one of affine ablation, the direction's own of zero ablation.</summary>
    [JsonIgnore]
    public int? ChosenLayer => FirstLayer ?? Layer;

    /// <summary>True of the candidate that was chosen.</summary>
    internal bool Chose(CandidateReport candidate) =>
        candidate.Kind == Intervention && candidate.Position == Position && candidate.AnyLayer == ChosenLayer;
}

/// <summary>What an ablation does, or may do, to the answers to harmless validation prompts; null: not measured, or no limit.</summary>
public sealed record AnswerEffectsReport
{
    /// <summary>Mean divergence over the first 16 generated tokens, nats.</summary>
    public double? GeneratedKl { get; init; }

    /// <summary>Share of answers that are degenerate.</summary>
    public double? DegenerateShare { get; init; }

    /// <summary>Share of answers that refuse.</summary>
    public double? OverRefusal { get; init; }

    /// <summary>Answers that could be judged, which the shares are of; null of limits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Judged { get; init; }
}

/// <summary>What a score of a candidate is at least, from some of the validation prompts: enough to discard it.</summary>
public sealed record BoundReport
{
    /// <summary>Which score: <c>kl</c> or <c>ablation_refusal_score</c>.</summary>
    public required BoundedScore Score { get; init; }

    /// <summary>What the mean over all prompts is at least, whatever the others give.</summary>
    public double AtLeast { get; init; }

    /// <summary>Prompts measured.</summary>
    public int Prompts { get; init; }

    /// <summary>Prompts of the mean.</summary>
    public int Of { get; init; }
}

/// <summary>A filter of the selection, and the best of what it discarded.</summary>
public sealed record FailedFilter
{
    /// <summary>The filter, for example <c>zero: divergence above 0.1</c>.</summary>
    public required string Filter { get; init; }

    /// <summary>How many candidates it discarded.</summary>
    public int Discarded { get; init; }

    /// <summary>The nearest of them.</summary>
    public required CandidateReport Best { get; init; }
}
