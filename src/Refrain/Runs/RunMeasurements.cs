using System.Text.Json;
using Refrain.Measurement;

namespace Refrain.Runs;

/// <summary>What a run measured, without prompts and responses: the content of <c>measurements.json</c>, as in its report.</summary>
public sealed record RunMeasurements
{
    /// <summary>The report's version.</summary>
    public int SchemaVersion { get; init; } = AuditReport.CurrentSchemaVersion;

    /// <summary>What 8-bit arithmetic changes; null of an exact audit.</summary>
    public PrecisionReport? Precision { get; init; }

    /// <summary>How the direction was chosen.</summary>
    public required SelectionReport Selection { get; init; }

    /// <summary>Language → what was measured.</summary>
    public required IReadOnlyDictionary<string, LanguageReport> Languages { get; init; }

    /// <summary>Cosines between the languages' directions; null where no position was chosen.</summary>
    public CosineReport? Cosines { get; init; }

    /// <summary>How harmful and harmless prompts lie to each other; null where it was not measured.</summary>
    public GeometryReport? Geometry { get; init; }

    /// <summary>Writes a report's part of it.</summary>
    internal static void Write(Stream stream, AuditReport report) =>
        JsonSerializer.Serialize(
            stream,
            new RunMeasurements
            {
                SchemaVersion = report.SchemaVersion,
                Precision = report.Precision,
                Selection = report.Selection,
                Languages = report.Languages,
                Cosines = report.Cosines,
                Geometry = report.Geometry,
            },
            ReportJsonContext.Default.RunMeasurements
        );
}
