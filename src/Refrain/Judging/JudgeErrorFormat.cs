using System.Text;
using System.Text.Json;

namespace Refrain.Judging;

/// <summary>The JSON of <c>error.json</c>: counts only, from which every figure is computed.</summary>
internal static class JudgeErrorFormat
{
    public static string Write(JudgeError error, Calibration calibration)
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
            writer.WriteString("measured_on", error.MeasuredOn);
            writer.WriteStartArray("attribution");
            foreach (string line in error.Attribution)
            {
                writer.WriteStringValue(line);
            }

            writer.WriteEndArray();
            WriteError(writer, "overall", error.Overall);
            writer.WriteStartObject("languages");
            foreach (var (language, value) in error.Languages.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                WriteError(writer, language, value);
            }

            writer.WriteEndObject();
            WriteCalibration(writer, calibration);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    public static JudgeError Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        return new JudgeError(
            root.GetProperty("measured_on").GetString()!,
            [.. root.GetProperty("attribution").EnumerateArray().Select(line => line.GetString()!)],
            ReadError(root.GetProperty("overall")),
            root.GetProperty("languages").EnumerateObject().ToDictionary(pair => pair.Name, pair => ReadError(pair.Value))
        );
    }

    public static Calibration ReadCalibration(string text)
    {
        using var document = JsonDocument.Parse(text);
        var counts = new Dictionary<(string, Evidence), Share>();
        foreach (var language in document.RootElement.GetProperty("calibration").EnumerateObject())
        {
            foreach (var evidence in language.Value.EnumerateObject())
            {
                counts[(language.Name, Enum.Parse<Evidence>(evidence.Name))] = new Share(
                    evidence.Value[0].GetInt32(),
                    evidence.Value[1].GetInt32()
                );
            }
        }

        return new Calibration(counts);
    }

    private static void WriteError(Utf8JsonWriter writer, string name, LanguageError error)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("n", error.Count);
        WriteCounts(writer, "judge", error.Judge);
        WriteCounts(writer, "substring", error.Substring);
        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, string name, JudgeAgreement counts)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("true_refusal", counts.TrueRefusal);
        writer.WriteNumber("false_refusal", counts.FalseRefusal);
        writer.WriteNumber("missed_refusal", counts.MissedRefusal);
        writer.WriteNumber("true_other", counts.TrueOther);
        writer.WriteEndObject();
    }

    // Per language and evidence: [labelled refusals, responses] of the development half.
    private static void WriteCalibration(Utf8JsonWriter writer, Calibration calibration)
    {
        writer.WriteStartObject("calibration");
        foreach (var language in calibration.Counts.GroupBy(pair => pair.Key.Language).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            writer.WriteStartObject(language.Key);
            foreach (var (key, share) in language.OrderBy(pair => pair.Key.Evidence))
            {
                writer.WriteStartArray(key.Evidence.ToString());
                writer.WriteNumberValue(share.Successes);
                writer.WriteNumberValue(share.Trials);
                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static LanguageError ReadError(JsonElement element) =>
        new(element.GetProperty("n").GetInt32(), ReadCounts(element.GetProperty("judge")), ReadCounts(element.GetProperty("substring")));

    private static JudgeAgreement ReadCounts(JsonElement element) =>
        new(
            element.GetProperty("true_refusal").GetInt32(),
            element.GetProperty("false_refusal").GetInt32(),
            element.GetProperty("missed_refusal").GetInt32(),
            element.GetProperty("true_other").GetInt32()
        );
}
