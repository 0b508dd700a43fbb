using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refrain.Judging;

/// <summary>The JSON of <c>error.json</c>: counts only, from which every figure is computed.</summary>
internal static class JudgeErrorFormat
{
    private static readonly JudgeErrorJsonContext Readable = new(
        new JsonSerializerOptions(JudgeErrorJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    public static string Write(JudgeError error, Calibration calibration) =>
        JsonSerializer.Serialize(
            new JudgeErrorJson
            {
                MeasuredOn = error.MeasuredOn,
                Attribution = error.Attribution,
                Overall = LanguageErrorJson.Of(error.Overall),
                Languages = error
                    .Languages.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .ToDictionary(pair => pair.Key, pair => LanguageErrorJson.Of(pair.Value)),
                Calibration = calibration
                    .Counts.GroupBy(pair => pair.Key.Language)
                    .OrderBy(group => group.Key, StringComparer.Ordinal)
                    .ToDictionary(
                        language => language.Key,
                        IReadOnlyDictionary<string, IReadOnlyList<int>> (language) =>
                            language
                                .OrderBy(pair => pair.Key.Evidence)
                                .ToDictionary(
                                    pair => pair.Key.Evidence.ToString(),
                                    IReadOnlyList<int> (pair) => [pair.Value.Successes, pair.Value.Trials]
                                )
                    ),
            },
            Readable.JudgeErrorJson
        ) + "\n";

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

/// <summary><c>error.json</c>.</summary>
internal sealed record JudgeErrorJson
{
    public int SchemaVersion { get; init; } = 1;

    public required string MeasuredOn { get; init; }

    public required IReadOnlyList<string> Attribution { get; init; }

    public required LanguageErrorJson Overall { get; init; }

    public required IReadOnlyDictionary<string, LanguageErrorJson> Languages { get; init; }

    /// <summary>Language → evidence → [labelled refusals, responses] of the development half.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, IReadOnlyList<int>>> Calibration { get; init; }
}

/// <summary>How often the judges err in a language.</summary>
internal sealed record LanguageErrorJson(int N, JudgeCountsJson Judge, JudgeCountsJson Substring)
{
    public static LanguageErrorJson Of(LanguageError error) =>
        new(error.Count, JudgeCountsJson.Of(error.Judge), JudgeCountsJson.Of(error.Substring));
}

/// <summary>Verdicts against labels.</summary>
internal sealed record JudgeCountsJson(int TrueRefusal, int FalseRefusal, int MissedRefusal, int TrueOther)
{
    public static JudgeCountsJson Of(JudgeAgreement counts) =>
        new(counts.TrueRefusal, counts.FalseRefusal, counts.MissedRefusal, counts.TrueOther);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(JudgeErrorJson))]
internal sealed partial class JudgeErrorJsonContext : JsonSerializerContext;
