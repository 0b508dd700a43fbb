using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>One source's direction in one language, ablated or added.</summary>
public sealed record TransferCell
{
    /// <summary>Holm-adjusted p under which an effect is beyond chance.</summary>
    public const double Level = 0.05;

    /// <summary>The language that the direction is from.</summary>
    public required string Source { get; init; }

    /// <summary>The language of the prompts.</summary>
    public required string Target { get; init; }

    /// <summary>What was done to the model: ablated, then the prompts are harmful, or induced, then harmless.</summary>
    public required Condition Condition { get; init; }

    /// <summary>What the effect supports.</summary>
    public required TransferClaim Claim { get; init; }

    /// <summary>Refusal of the untouched model.</summary>
    public Rate? Baseline { get; init; }

    /// <summary>Refusal under the intervention.</summary>
    public Rate? Rate { get; init; }

    /// <summary>What the intervention does: the share of refusals that ablation takes away, or that addition brings.</summary>
    public EffectReport Effect { get; init; } = new();

    /// <summary>Exact McNemar's p of the effect, Holm-adjusted over all cells of its condition; null without pairs.</summary>
    public double? P { get; init; }

    /// <summary>The same, not adjusted.</summary>
    public double? PUnadjusted { get; init; }

    /// <summary>Directions that should do nothing, in place of the real one.</summary>
    public IReadOnlyList<ControlReport> Controls { get; init; } = [];
}
