namespace Refrain.Measurement;

/// <summary>One source's direction in one language, ablated or added.</summary>
public sealed record TransferCell
{
    /// <summary>The effect is beyond chance and larger than each control's, and the source's labels are no chance either.</summary>
    public const string Effective = "effective";

    /// <summary>The effect is beyond chance, but not larger than each control's: any change to the model might do it.</summary>
    public const string NotAboveControls = "not above controls";

    /// <summary>The effect is beyond chance; no control was measured.</summary>
    public const string WithoutControls = "effect without controls";

    /// <summary>Beyond chance, against what the intervention is for: ablation raises refusal, or addition lowers it.</summary>
    public const string Opposite = "opposite effect";

    /// <summary>No effect beyond chance: the cell supports no claim.</summary>
    public const string NoClaim = "no claim";

    /// <summary>Nothing was judged with and without the intervention.</summary>
    public const string NotMeasured = "not measured";

    /// <summary>Holm-adjusted p under which an effect is beyond chance.</summary>
    public const double Level = 0.05;

    /// <summary>The language that the direction is from.</summary>
    public required string Source { get; init; }

    /// <summary>The language of the prompts.</summary>
    public required string Target { get; init; }

    /// <summary><c>ablated</c>: harmful prompts; <c>induced</c>: harmless prompts.</summary>
    public required string Condition { get; init; }

    /// <summary>One of the constants.</summary>
    public required string Claim { get; init; }

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
