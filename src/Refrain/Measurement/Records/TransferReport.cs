using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>Every source's direction in every language (method.md 7).</summary>
public sealed record TransferReport
{
    /// <summary>The languages that directions were taken from: rows of the matrix, the report's source first.</summary>
    public required IReadOnlyList<TransferSource> Sources { get; init; }

    /// <summary>The languages they were tried in: columns of the matrix, in the settings' order.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>False where no control was measured, and then no cell is called effective.</summary>
    public bool Controls { get; init; }

    /// <summary>What was measured: by source, then target, ablation before addition. A source without a direction has none.</summary>
    public IReadOnlyList<TransferCell> Cells { get; init; } = [];

    /// <summary>A cell, or null.</summary>
    public TransferCell? Find(string source, string target, string condition) =>
        Cells.FirstOrDefault(cell => cell.Source == source && cell.Target == target && cell.Condition == condition);
}

/// <summary>A row of the matrix: a source and the intervention that passed its selection.</summary>
public sealed record TransferSource
{
    /// <summary>Language code.</summary>
    public required string Language { get; init; }

    /// <summary>What its selection came to: <c>direction found</c>, or why the row is empty.</summary>
    public required string Verdict { get; init; }

    /// <summary><c>zero</c>, <c>affine</c>, or null without a direction.</summary>
    public string? Intervention { get; init; }

    /// <summary>Post-instruction position of the direction.</summary>
    public int? Position { get; init; }

    /// <summary>Zero ablation only: the layer that the direction is from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Layer { get; init; }

    /// <summary>Affine ablation only: the first layer that it acts on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FirstLayer { get; init; }

    /// <summary>Layer at whose input the direction is added.</summary>
    public int? AdditionLayer { get; init; }

    /// <summary>
    /// p that the source's labels say nothing of what the model holds: from permuting them, before and after the filter, the larger of
    /// both; null without controls.
    /// </summary>
    public double? LabelsP { get; init; }

    /// <summary><c>addition does not induce refusal</c>, or null.</summary>
    public string? AdditionNote { get; init; }
}

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

/// <summary>A difference of refusal rates over the same prompts of one language, those judged both times.</summary>
public sealed record EffectReport
{
    /// <summary>Prompts judged both times.</summary>
    public int Pairs { get; init; }

    /// <summary>The difference; null without pairs.</summary>
    public double? Difference { get; init; }

    /// <summary>Lower end of its 95 % interval (paired bootstrap).</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }
}

/// <summary>A direction that should do nothing, measured where the real one was.</summary>
public sealed record ControlReport
{
    /// <summary><c>random direction</c> or <c>shuffled labels</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Refusal under it.</summary>
    public Rate? Rate { get; init; }

    /// <summary>What it does by itself, as the cell's effect.</summary>
    public EffectReport Effect { get; init; } = new();

    /// <summary>The real direction's effect less this one's; its interval must lie above 0.</summary>
    public EffectReport Excess { get; init; } = new();
}
