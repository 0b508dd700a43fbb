using System.Text.Json.Serialization;
using Refrain.Directions;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>Every source's direction in every language (docs/method.md 7).</summary>
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
    public TransferCell? Find(string source, string target, Condition condition) =>
        Cells.FirstOrDefault(cell => cell.Source == source && cell.Target == target && cell.Condition == condition);
}

/// <summary>A row of the matrix: a source and the intervention that passed its selection.</summary>
public sealed record TransferSource
{
    /// <summary>Language code.</summary>
    public required string Language { get; init; }

    /// <summary>What its selection came to: a direction, or why the row is empty.</summary>
    public required SelectionVerdict Verdict { get; init; }

    /// <summary>How the direction is ablated; null without one.</summary>
    public AblationKind? Intervention { get; init; }

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
