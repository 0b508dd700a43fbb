using System.Text;
using System.Text.Json;

namespace Refrain.Judging.Learning;

/// <summary>The JSON of <c>weights.json</c>.</summary>
internal static class JudgeWeightsFormat
{
    // So many decimals that probabilities agree to 1e-3, so few that every machine writes the same.
    private const int Decimals = 4;

    public static string Write(JudgeWeights weights)
    {
        using var stream = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions
                {
                    Indented = true,
                    NewLine = "\n",
                    Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
                }
            )
        )
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", 1);
            WriteLines(writer, "learned_on", weights.LearnedOn);
            WriteLines(writer, "attribution", weights.Attribution);
            writer.WriteNumber("intercept", Math.Round(weights.Intercept, Decimals));
            writer.WriteStartObject("weights");
            for (int i = 0; i < Signs.Names.Count; i++)
            {
                writer.WriteNumber(Signs.Names[i], Math.Round(weights.Weights[i], Decimals));
            }

            writer.WriteEndObject();
            writer.WriteStartObject("degenerate");
            writer.WriteNumber("refusals", weights.Degenerate.Successes);
            writer.WriteNumber("responses", weights.Degenerate.Trials);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>Reads such a file; anything else is an error that names it.</summary>
    public static JudgeWeights Read(string place, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var degenerate = root.GetProperty("degenerate");
            var weights = new JudgeWeights(
                Lines(root, "learned_on"),
                Lines(root, "attribution"),
                [.. Signs.Names.Select(name => root.GetProperty("weights").GetProperty(name).GetDouble())],
                root.GetProperty("intercept").GetDouble(),
                new Share(degenerate.GetProperty("refusals").GetInt32(), degenerate.GetProperty("responses").GetInt32())
            );
            return
                weights.Weights.Append(weights.Intercept).All(double.IsFinite)
                && weights.Degenerate is { Successes: >= 0 } share
                && share.Trials >= share.Successes
                ? weights
                : throw new BadInputException(place, "has weights that are no numbers, or negative counts", "finite weights and counts");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new BadInputException(
                place,
                $"holds no weights of this judge: {error.Message}",
                Hint.LearnedWeights,
                "Learn it again.",
                error
            );
        }
    }

    private static string[] Lines(JsonElement root, string name) =>
        [.. root.GetProperty(name).EnumerateArray().Select(line => line.GetString()!)];

    private static void WriteLines(Utf8JsonWriter writer, string name, IEnumerable<string> lines)
    {
        writer.WriteStartArray(name);
        foreach (string line in lines)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
    }
}
