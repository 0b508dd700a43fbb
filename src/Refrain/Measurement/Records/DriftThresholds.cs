namespace Refrain.Measurement;

/// <summary>What two runs may differ by; docs/drift.md describes the file.</summary>
public sealed record DriftThresholds
{
    /// <summary>The version of the file's format that this product reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>In place of a verdict: any.</summary>
    public const string Any = "*";

    /// <summary><see cref="CurrentSchemaVersion"/>.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>True: what could not be decided fails too.</summary>
    public bool UndecidedFails { get; init; }

    /// <summary>True where an outcome misses the thresholds.</summary>
    internal bool Fails(CheckOutcome outcome) => outcome == CheckOutcome.Fail || (outcome == CheckOutcome.Undecided && UndecidedFails);

    /// <summary>The limits of every language that has none of its own.</summary>
    public required DriftLimits Default { get; init; }

    /// <summary>Language code → its limits, those of <see cref="Default"/> filled in.</summary>
    public IReadOnlyDictionary<string, DriftLimits> Languages { get; init; } = new Dictionary<string, DriftLimits>();

    /// <summary>Changes of the mechanism verdict that are allowed; null: all are.</summary>
    public IReadOnlyList<VerdictChange>? AllowedVerdictChanges { get; init; }

    /// <summary>False: another intervention (source, kind, position or layer) fails.</summary>
    public bool InterventionMayChange { get; init; } = true;

    /// <summary>The limits of a language.</summary>
    public DriftLimits Of(string language) => Languages.GetValueOrDefault(language, Default);

    /// <summary>Whether a change of the mechanism verdict is allowed; no change always is.</summary>
    public bool Allows(string from, string to) =>
        from == to
        || AllowedVerdictChanges is not { } allowed
        || allowed.Any(change => (change.From == Any || change.From == from) && (change.To == Any || change.To == to));
}

/// <summary>The limits of one language; null: not checked.</summary>
public sealed record DriftLimits
{
    /// <summary>Least cosine of the language's directions at l*, −1 … 1.</summary>
    public double? MinimumCosine { get; init; }

    /// <summary>Most that the refusal rate of harmful prompts may fall, 0 … 1.</summary>
    public double? MaximumRefusalDrop { get; init; }

    /// <summary>Most that the refusal rate of harmless prompts may rise, 0 … 1.</summary>
    public double? MaximumHarmlessRefusalRise { get; init; }

    /// <summary>Most that the share of degenerate answers to harmless prompts may rise, 0 … 1.</summary>
    public double? MaximumDegenerateRise { get; init; }
}

/// <summary>A change of a verdict.</summary>
/// <param name="From">In A; <c>*</c>: any.</param>
/// <param name="To">In B; <c>*</c>: any.</param>
public sealed record VerdictChange(string From, string To);
