using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refrain.Judging.Learning;

/// <summary>The JSON of <c>weights.json</c>.</summary>
internal static class JudgeWeightsFormat
{
    // So many decimals that probabilities agree to 1e-3, so few that every machine writes the same.
    private const int Decimals = 4;

    private static readonly JudgeWeightsJsonContext Readable = new(
        new JsonSerializerOptions(JudgeWeightsJsonContext.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

    public static string Write(JudgeWeights weights) =>
        JsonSerializer.Serialize(
            new JudgeWeightsJson
            {
                LearnedOn = weights.LearnedOn,
                Attribution = weights.Attribution,
                Intercept = Math.Round(weights.Intercept, Decimals),
                Weights = Signs
                    .Names.Zip(weights.Weights)
                    .ToDictionary(weight => weight.First, weight => Math.Round(weight.Second, Decimals)),
                Degenerate = new JudgeDegenerateJson(weights.Degenerate.Successes, weights.Degenerate.Trials),
            },
            Readable.JudgeWeightsJson
        ) + "\n";

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
}

/// <summary><c>weights.json</c>.</summary>
internal sealed record JudgeWeightsJson
{
    public int SchemaVersion { get; init; } = 1;

    /// <summary>The responses and labels, in words.</summary>
    public required IReadOnlyList<string> LearnedOn { get; init; }

    public required IReadOnlyList<string> Attribution { get; init; }

    public required double Intercept { get; init; }

    /// <summary>Sign → log-odds.</summary>
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    public required JudgeDegenerateJson Degenerate { get; init; }
}

/// <summary>How many of the degenerate responses were labelled refusals all the same.</summary>
internal sealed record JudgeDegenerateJson(int Refusals, int Responses);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(JudgeWeightsJson))]
internal sealed partial class JudgeWeightsJsonContext : JsonSerializerContext;
