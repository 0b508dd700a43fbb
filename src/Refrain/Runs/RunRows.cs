using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Refrain.Runs;

/// <summary>Writes and reads the rows of a run's exports, one JSON object a line; what is read is hostile until checked.</summary>
internal static class RunRows
{
    private const string Fix = "Put the file back that the audit wrote, or run the audit again in another folder.";

    /// <summary>Writes rows in their order.</summary>
    public static void Write(Stream stream, IEnumerable<RunResponse> rows) => Write(stream, rows, RunRowContext.Default.RunResponse);

    /// <summary>Writes rows in their order.</summary>
    public static void Write(Stream stream, IEnumerable<RunJudgement> rows) => Write(stream, rows, RunRowContext.Default.RunJudgement);

    /// <summary>Reads a file of responses, a row at a time.</summary>
    /// <exception cref="BadInputException">It is missing, or a row is not what an audit wrote.</exception>
    public static IEnumerable<RunResponse> ReadResponses(string path) => Read(path, RunRowContext.Default.RunResponse);

    /// <summary>Reads a file of judgements, a row at a time.</summary>
    /// <exception cref="BadInputException">It is missing, or a row is not what an audit wrote.</exception>
    public static IEnumerable<RunJudgement> ReadJudgements(string path) => Read(path, RunRowContext.Default.RunJudgement);

    /// <summary>An export that is read back is not there.</summary>
    public static BadInputException Missing(string path) =>
        new(
            BadInputException.Show(path),
            "is missing",
            "what the audit wrote when it finished",
            "Put the file back, or run the audit again in another folder."
        );

    private static void Write<T>(Stream stream, IEnumerable<T> rows, JsonTypeInfo<T> type)
        where T : RunRow
    {
        using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        foreach (var row in rows)
        {
            JsonSerializer.Serialize(writer, row, type);
            writer.Flush();
            stream.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    private static IEnumerable<T> Read<T>(string path, JsonTypeInfo<T> type)
        where T : RunRow =>
        File.Exists(path) ? RowFile.ReadObjects(path).Select(row => Of(row.Place, row.Object, type)) : throw Missing(path);

    private static T Of<T>(string place, JsonElement row, JsonTypeInfo<T> type)
        where T : RunRow
    {
        if (row.TryGetProperty("schema_version", out var version) && version.GetRawText() != $"{RunRow.CurrentSchemaVersion}")
        {
            throw new BadInputException(
                $"{place}: schema_version",
                $"is {BadInputException.Show(version.GetRawText())}",
                $"{RunRow.CurrentSchemaVersion}",
                "Read it with the version of this product that wrote it, or run the audit again."
            );
        }

        if (type.Properties.FirstOrDefault(property => property.IsRequired && !row.TryGetProperty(property.Name, out _)) is { } missing)
        {
            throw new BadInputException(place, $"has no {missing.Name}", "what refrain wrote", Fix);
        }

        try
        {
            return row.Deserialize(type) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            string name = (error as JsonException)?.Path is ['$', '.', .. var path] ? path : "";
            string expected = (error as UnknownWordException)?.Expected ?? "what refrain wrote";
            throw new BadInputException(
                place,
                row.TryGetProperty(name, out var found)
                    ? $"{BadInputException.Show(name)} is {BadInputException.Show(Text(found))}"
                    : "is no row of a run",
                expected,
                Fix,
                error
            );
        }
    }

    private static string Text(JsonElement value)
    {
        string raw = value.GetRawText();
        return value.ValueKind == JsonValueKind.String ? raw[1..^1] : raw;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    Converters = [typeof(FiniteNumberConverter)]
)]
[JsonSerializable(typeof(RunResponse))]
[JsonSerializable(typeof(RunJudgement))]
internal sealed partial class RunRowContext : JsonSerializerContext;
