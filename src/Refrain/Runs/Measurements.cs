using System.Text.Json;
using Refrain.Measurement;

namespace Refrain.Runs;

/// <summary><c>measurements.json</c>: what was measured, without prompts and responses.</summary>
internal sealed record Measurements
{
    public int SchemaVersion { get; init; } = AuditReport.CurrentSchemaVersion;

    public PrecisionReport? Precision { get; init; }

    public required SelectionReport Selection { get; init; }

    public required IReadOnlyDictionary<string, LanguageReport> Languages { get; init; }

    public CosineReport? Cosines { get; init; }

    public GeometryReport? Geometry { get; init; }

    /// <summary>Writes the report's part.</summary>
    public static void Write(Stream stream, AuditReport report) =>
        JsonSerializer.Serialize(
            stream,
            new Measurements
            {
                SchemaVersion = report.SchemaVersion,
                Precision = report.Precision,
                Selection = report.Selection,
                Languages = report.Languages,
                Cosines = report.Cosines,
                Geometry = report.Geometry,
            },
            ReportJsonContext.Default.Measurements
        );
}
