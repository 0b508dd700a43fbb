using System.Text.Json;
using System.Text.Json.Serialization;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Reports.Comparing;

/// <summary>Writes <c>compare.json</c>.</summary>
internal static class ComparisonJson
{
    private static readonly ComparisonJsonContext Indented = new(
        new JsonSerializerOptions(ComparisonJsonContext.Default.Options) { Encoder = ReportJson.Readable }
    );

    /// <summary>The content of <c>compare.json</c>, ending in a line feed; the same report gives the same bytes.</summary>
    public static string Write(ComparisonReport report) => JsonSerializer.Serialize(report, Indented.ComparisonReport) + "\n";
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(FiniteNumberConverter), typeof(WholeTextConverter)]
)]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ComparisonJsonContext : JsonSerializerContext;
