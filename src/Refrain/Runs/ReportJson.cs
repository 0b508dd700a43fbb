using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Refrain.Measurement;

namespace Refrain.Runs;

/// <summary>Writes and reads <c>report.json</c>.</summary>
public static class ReportJson
{
    /// <summary>Leaves every script readable.</summary>
    internal static readonly JavaScriptEncoder Readable = ReadableEncoder();
    private static readonly ReportJsonContext Indented = new(
        new JsonSerializerOptions(ReportJsonContext.Default.Options) { Encoder = Readable }
    );

    /// <summary>The content of <c>report.json</c>, ending in a line feed; the same report gives the same bytes.</summary>
    public static string Write(AuditReport report) => JsonSerializer.Serialize(report, Indented.AuditReport) + "\n";

    /// <summary>The same as the file's bytes.</summary>
    public static byte[] WriteBytes(AuditReport report) =>
        [.. JsonSerializer.SerializeToUtf8Bytes(report, Indented.AuditReport), (byte)'\n'];

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The content.</param>
    /// <param name="place">The file's name, for errors.</param>
    /// <exception cref="BadInputException">No report, or one of another version.</exception>
    public static AuditReport Read(string json, string place)
    {
        var report = Read(json, place, Indented.AuditReport, "an audit's report");
        CheckCosines(report.Cosines, place);
        CheckComponents(report.Geometry?.Components, place);
        CheckStress(report.Stress, place);
        return report;
    }

    /// <summary>Reads a run's <c>measurements.json</c>.</summary>
    /// <param name="json">The content.</param>
    /// <param name="place">The file's name, for errors.</param>
    /// <exception cref="BadInputException">No measurements, or those of another version.</exception>
    internal static RunMeasurements ReadMeasurements(string json, string place)
    {
        var measured = Read(json, place, Indented.RunMeasurements, "what an audit measured");
        CheckCosines(measured.Cosines, place);
        CheckComponents(measured.Geometry?.Components, place);
        return measured;
    }

    private static T Read<T>(string json, string place, JsonTypeInfo<T> type, string what)
    {
        try
        {
            CheckVersion(json, place);
            return JsonSerializer.Deserialize(json, type) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            string where = error.Path is null ? place : $"{place}: {BadInputException.Show(error.Path)}";
            throw new BadInputException(where, $"is not {what}", "what docs/formats.md describes", "Run the audit again.", error);
        }
    }

    private static void CheckCosines(CosineReport? cosines, string place)
    {
        int languages = cosines?.Languages.Count ?? 0;
        foreach (var layer in cosines?.Layers ?? [])
        {
            bool Square(IReadOnlyList<IReadOnlyList<double?>> matrix) =>
                matrix.Count == languages && matrix.All(row => row.Count == languages);
            if (!Square(layer.Values) || (layer.PValues.Count > 0 && !Square(layer.PValues)))
            {
                throw new BadInputException(
                    $"{place}: cosines.layers",
                    $"the matrix of layer {layer.Layer} is not square",
                    $"{languages} rows of {languages} numbers",
                    "Run the audit again."
                );
            }
        }
    }

    private static void CheckComponents(ComponentsReport? components, string place)
    {
        foreach ((string code, var language) in components?.Languages ?? new Dictionary<string, LanguageComponents>())
        {
            if (
                new[] { language.Harmful, language.Harmless, language.OwnHarmful, language.OwnHarmless }
                    .SelectMany(points => points)
                    .Any(point => point.Length != 2)
            )
            {
                throw new BadInputException(
                    $"{place}: geometry.components.languages.{BadInputException.Show(code)}",
                    "holds a point that is not two numbers",
                    "two numbers a point",
                    "Run the audit again."
                );
            }
        }
    }

    private static void CheckStress(StressReport? stress, string place)
    {
        foreach ((string code, var curve) in stress?.Languages ?? new Dictionary<string, StressCurve>())
        {
            if (curve.Rates.Count != stress!.Probabilities.Count)
            {
                throw new BadInputException(
                    $"{place}: stress.languages.{BadInputException.Show(code)}",
                    $"holds {curve.Rates.Count} rates",
                    $"{stress.Probabilities.Count}, one of each probability",
                    "Run the audit again."
                );
            }
        }
    }

    // Leaves every script readable; escapes <, > and &, so that the text may stand inside of HTML, and what turns a terminal's text around.
    private static JavaScriptEncoder ReadableEncoder()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidRange(UnicodeRange.Create('\u202A', '\u202E'));
        settings.ForbidRange(UnicodeRange.Create('\u2066', '\u2069'));
        return JavaScriptEncoder.Create(settings);
    }

    // Before anything else is read: a later version's fields must not be taken for this one's.
    private static void CheckVersion(string json, string place)
    {
        using var document = JsonDocument.Parse(json);
        var version = default(JsonElement);
        bool known =
            document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("schema_version", out version)
            && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out int number)
            && number == AuditReport.CurrentSchemaVersion;
        if (!known)
        {
            string value =
                version.ValueKind == JsonValueKind.Undefined ? "is missing" : $"is {BadInputException.Show(version.GetRawText())}";
            throw new BadInputException(
                $"{place}: schema_version",
                value,
                $"{AuditReport.CurrentSchemaVersion}",
                "Read it with the version of this product that wrote it, or run the audit again."
            );
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    Converters = [typeof(FiniteNumberConverter), typeof(WholeTextConverter)]
)]
[JsonSerializable(typeof(AuditReport))]
[JsonSerializable(typeof(RunMeasurements))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
