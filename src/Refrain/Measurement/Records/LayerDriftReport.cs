using System.Text.Json.Serialization;
using Refrain.Directions;

namespace Refrain.Measurement;

/// <summary>The cosine of a language's two directions.</summary>
/// <param name="Value">cos(r_A, r_B).</param>
/// <param name="Low">Lower end of its 95 % interval (jackknife over prompts, on Fisher's z); null where single prompts were not
/// kept.</param>
/// <param name="High">Upper end.</param>
public sealed record CosineDrift(double Value, double? Low, double? High);

/// <summary>What changed in one language at one layer (docs/method.md 9); null where a direction is zero.</summary>
public sealed record LayerDriftReport
{
    /// <summary>The layer: what enters this block.</summary>
    public int Layer { get; init; }

    /// <summary>Cosine of both runs' directions of this language.</summary>
    public double? Cosine { get; init; }

    /// <summary>
    /// How far A holds the classes apart along its source's unit vector: mean projection of harmful prompts less that of harmless ones.
    /// </summary>
    public double? Gap { get; init; }

    /// <summary>B's gap along the same vector, over A's.</summary>
    public double? GapKept { get; init; }

    /// <summary>Mean projection of harmful prompts on the unit vector of A's source.</summary>
    public ProjectionReport Harmful { get; init; } = new();

    /// <summary>Of harmless prompts.</summary>
    public ProjectionReport Harmless { get; init; } = new();

    /// <summary>How far harmful prompts moved, in gaps of A; null where that is not known.</summary>
    [JsonIgnore]
    public MovedInGaps? HarmfulMoved => MovedInGaps.Of(Harmful, Gap);

    /// <summary>How far harmless prompts moved.</summary>
    [JsonIgnore]
    public MovedInGaps? HarmlessMoved => MovedInGaps.Of(Harmless, Gap);
}

/// <summary>How far a class's mean projection moved, in gaps of A: −1 takes a harmful prompt to where A's harmless ones are.</summary>
/// <param name="Change">B less A.</param>
/// <param name="Low">Lower end of its interval; null without one.</param>
/// <param name="High">Upper end.</param>
public sealed record MovedInGaps(double Change, double? Low, double? High)
{
    internal static MovedInGaps? Of(ProjectionReport projection, double? gap) =>
        projection.Change is not { } change || gap is not { } all ? null
        : projection is not { Low: { } low, High: { } high } ? new(change / all, null, null)
        : new(change / all, Math.Min(low / all, high / all), Math.Max(low / all, high / all));
}

/// <summary>A mean projection and its change.</summary>
public sealed record ProjectionReport
{
    /// <summary>In A.</summary>
    public double? A { get; init; }

    /// <summary>In B.</summary>
    public double? B { get; init; }

    /// <summary>B less A.</summary>
    public double? Change { get; init; }

    /// <summary>Lower end of its 95 % interval (paired bootstrap); null where single prompts were not kept.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }
}

/// <summary>What each run's selection came to, and whether their interventions are the same.</summary>
public sealed record InterventionDrift
{
    /// <summary>A's.</summary>
    public required SelectedIntervention A { get; init; }

    /// <summary>B's.</summary>
    public required SelectedIntervention B { get; init; }

    /// <summary>True: another source, kind, position or layer.</summary>
    public bool Changed { get; init; }

    /// <summary>
    /// Cosine of both filtered directions, from which interventions are made, at A's position: one a layer from 0; empty where they have no
    /// like.
    /// </summary>
    public IReadOnlyList<double?> Cosines { get; init; } = [];
}

/// <summary>One run's chosen intervention.</summary>
public sealed record SelectedIntervention
{
    /// <summary>The language that the direction is from.</summary>
    public required string Source { get; init; }

    /// <summary>What the selection came to.</summary>
    public required SelectionVerdict Verdict { get; init; }

    /// <summary>How the direction is ablated; null without one.</summary>
    public AblationKind? Intervention { get; init; }

    /// <summary>Post-instruction position.</summary>
    public int? Position { get; init; }

    /// <summary>l*: the first layer of affine ablation, the direction's own of zero ablation.</summary>
    public int? Layer { get; init; }

    /// <summary>Layer at whose input the direction is added.</summary>
    public int? AdditionLayer { get; init; }
}
