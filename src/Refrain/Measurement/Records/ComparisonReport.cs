namespace Refrain.Measurement;

/// <summary>What changed from run A to run B, as <c>compare.json</c> holds it; docs/drift.md describes each field.</summary>
/// <remarks>Changes are B less A. Rates are shares (0 … 1), projections are in the residual stream's own units.</remarks>
public sealed record ComparisonReport
{
    /// <summary>The version of this format that this product writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary><see cref="CurrentSchemaVersion"/>.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The product's version that compared.</summary>
    public string ProductVersion { get; init; } = "";

    /// <summary>The command line that repeats the comparison.</summary>
    public string Command { get; init; } = "";

    /// <summary>What the thresholds came to: the worst of all checks.</summary>
    public CheckOutcome Outcome { get; init; }

    /// <summary>The first run, from which changes are counted.</summary>
    public required ComparedSide A { get; init; }

    /// <summary>The second run.</summary>
    public required ComparedSide B { get; init; }

    /// <summary>The prompts of both.</summary>
    public required ReportSuite Suite { get; init; }

    /// <summary>Who judged both.</summary>
    public required string Judge { get; init; }

    /// <summary>
    /// True: both are one run, or two of the same model and settings with the same outcomes, so nothing can have changed.
    /// </summary>
    public bool Identical { get; init; }

    /// <summary>What determines a run and is not the same in both: the model, a setting, the product's version.</summary>
    public IReadOnlyList<SettingDifference> Differences { get; init; } = [];

    /// <summary>The language whose direction in A all projections are on.</summary>
    public required string Source { get; init; }

    /// <summary>A's post-instruction position: of every cosine and projection.</summary>
    public int Position { get; init; }

    /// <summary>A's l*, or the middle layer where it chose none.</summary>
    public int Layer { get; init; }

    /// <summary>What each run's selection came to.</summary>
    public required InterventionDrift Intervention { get; init; }

    /// <summary>Language code → what changed; A's order.</summary>
    public required IReadOnlyDictionary<string, ComparedLanguage> Languages { get; init; }

    /// <summary>What the user allows.</summary>
    public required DriftThresholds Thresholds { get; init; }

    /// <summary>Each threshold in each language.</summary>
    public IReadOnlyList<DriftCheck> Checks { get; init; } = [];

    /// <summary>What a reader must know before relying on a number; one sentence each.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];
}

/// <summary>One of two compared runs.</summary>
public sealed record ComparedSide
{
    /// <summary>The run's folder, as it was named.</summary>
    public required string Folder { get; init; }

    /// <summary>The run's key: of everything that determines it.</summary>
    public required string Key { get; init; }

    /// <summary>The audited model.</summary>
    public required ReportModel Model { get; init; }

    /// <summary>What the user chose.</summary>
    public required ReportSettings Settings { get; init; }

    /// <summary>Languages that only this run has.</summary>
    public IReadOnlyList<string> OnlyHere { get; init; } = [];
}

/// <summary>Something that differs between two runs; null where a run lacks it.</summary>
/// <param name="Name">As the manifest names it, for example <c>settings.precision</c>.</param>
/// <param name="A">In A.</param>
/// <param name="B">In B.</param>
public sealed record SettingDifference(string Name, string? A, string? B);

/// <summary>Values of both runs.</summary>
/// <param name="A">In A.</param>
/// <param name="B">In B.</param>
public sealed record InBoth<T>(T A, T B)
{
    /// <summary>They are not the same.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Changed => !EqualityComparer<T>.Default.Equals(A, B);
}
