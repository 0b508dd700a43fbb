using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>Everything that an audit found, as <c>report.json</c> holds it; docs/formats.md describes each field.</summary>
/// <remarks>Two runs of one command differ in <see cref="Times"/> only. Rates are shares (0 … 1), scores are natural log odds, divergences
/// are nats.</remarks>
public sealed record AuditReport
{
    /// <summary>The version of this format that this product writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary><see cref="CurrentSchemaVersion"/>.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>The product's version that made the report.</summary>
    public string ProductVersion { get; init; } = "";

    /// <summary>The command line that repeats the audit.</summary>
    public string Command { get; init; } = "";

    /// <summary>The audited model.</summary>
    public required ReportModel Model { get; init; }

    /// <summary>The prompts.</summary>
    public required ReportSuite Suite { get; init; }

    /// <summary>What the user chose.</summary>
    public required ReportSettings Settings { get; init; }

    /// <summary>What 8-bit arithmetic changed on a sample; null of an exact audit, and where there was no sample.</summary>
    public PrecisionReport? Precision { get; init; }

    /// <summary>How the source language's direction was chosen.</summary>
    public required SelectionReport Selection { get; init; }

    /// <summary>Language code → what was measured in it; the settings' order.</summary>
    public required IReadOnlyDictionary<string, LanguageReport> Languages { get; init; }

    /// <summary>Every source's direction in every language, beside controls; null where only the untouched model was measured.</summary>
    public TransferReport? Transfer { get; init; }

    /// <summary>Refusal under probabilistic ablation; null where it was not asked for, or the source has no direction.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StressReport? Stress { get; init; }

    /// <summary>Cosines between the languages' directions; null where no position was chosen.</summary>
    public CosineReport? Cosines { get; init; }

    /// <summary>How harmful and harmless prompts lie in each language; null where the source has too few train prompts.</summary>
    public GeometryReport? Geometry { get; init; }

    /// <summary>
    /// Over-refusal on each file beside the suite; empty where none was given. The suite's own is in <see cref="Languages"/>: harmless and
    /// borderline.
    /// </summary>
    public IReadOnlyList<OverRefusalReport> OverRefusal { get; init; } = [];

    /// <summary>A few responses per language.</summary>
    public IReadOnlyList<ExampleResponse> Examples { get; init; } = [];

    /// <summary>Who judged the responses, and how often that judge errs.</summary>
    public required JudgeReport Judge { get; init; }

    /// <summary>What a reader must know before relying on a number; one sentence each.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>When it ran and for how long: the only part that may differ between an interrupted and an uninterrupted run.</summary>
    public RunTimes? Times { get; init; }
}
