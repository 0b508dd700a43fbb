using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Reports.Building;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain;

/// <summary>The run's results as files that other tools read: responses.jsonl, judgements.jsonl, directions.safetensors.</summary>
internal static class RunExports
{
    /// <summary>Directions and means.</summary>
    public const string DirectionsFile = "directions.safetensors";

    /// <summary>What each response was judged.</summary>
    public const string JudgementsFile = "judgements.jsonl";

    private const int SchemaVersion = 1;

    public static void Write(RunStore store, IReadOnlyDictionary<string, LanguageReading> readings, IReadOnlyDictionary<string, SourceDirection> sources, IReadOnlyDictionary<string, SourceControls?> controls, IReadOnlyList<JudgedResponse> judged, AuditSettings settings)
    {
        using var span = Spans.Start("export");
        store.WriteFile("responses.jsonl", stream => Lines(stream, judged, WriteResponse));
        store.WriteFile(JudgementsFile, stream => Lines(stream, judged, WriteJudgement));
        var tensors = new List<SafetensorsTensor>();
        foreach ((string language, var reading) in readings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            tensors.Add(Tensor($"{language}.directions", reading.Directions, reading.Directions.Directions));
            tensors.Add(Tensor($"{language}.harmless_means", reading.Directions, reading.Directions.HarmlessMeans));
        }

        foreach ((string language, var source) in sources)
        {
            // The report's own source is found without knowing which it is.
            string name = language == settings.Source ? "source" : $"source.{language}";
            if (source.Directions is { } filtered)
            {
                tensors.Add(Tensor($"{name}.directions", filtered, filtered.Directions));
                tensors.Add(Tensor($"{name}.harmless_means", filtered, filtered.HarmlessMeans));
            }

            foreach ((var control, var line) in controls.GetValueOrDefault(language)?.Lines ?? new Dictionary<Control, DirectionLine>())
            {
                tensors.Add(Tensor($"{name}.{Treatment.Word(control)}.directions", line, line.Directions));
                tensors.Add(Tensor($"{name}.{Treatment.Word(control)}.harmless_means", line, line.Offsets));
            }
        }

        if (tensors.Count > 0)
        {
            SafetensorsWriter.Write(Path.Combine(store.Folder, DirectionsFile), tensors, new Dictionary<string, string> { ["schema_version"] = "1", ["axes"] = "layer, position (-P ... -1), hidden", ["precision"] = settings.Precision.Word() });
        }
    }

    private static SafetensorsTensor Tensor(string name, DirectionSet set, double[] values) =>
        SafetensorsTensor.Of(name, [set.Layers, set.Positions, set.Hidden], [.. values.Select(value => (float)value)]);

    private static SafetensorsTensor Tensor(string name, DirectionLine line, double[] values) =>
        SafetensorsTensor.Of(name, [line.Layers, line.Hidden], [.. values.Select(value => (float)value)]);

    private static void Lines(Stream stream, IReadOnlyList<JudgedResponse> judged, Action<Utf8JsonWriter, JudgedResponse> write)
    {
        foreach (var item in judged)
        {
            using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            {
                writer.WriteStartObject();
                writer.WriteNumber("schema_version", SchemaVersion);
                writer.WriteString("language", item.Response.Language);
                writer.WriteString("class", item.Response.Class);
                writer.WriteString("id", item.Response.PromptId);
                writer.WriteString("condition", item.Response.ConditionName);
                writer.WriteString("source", item.Response.Source);
                writer.WriteString("control", item.Response.Control == Control.None ? null : Treatment.Word(item.Response.Control));
                write(writer, item);
                writer.WriteEndObject();
            }

            stream.WriteByte((byte)'\n');
        }
    }

    private static void WriteResponse(Utf8JsonWriter writer, JudgedResponse item)
    {
        if (item.Prompt is { } prompt)
        {
            writer.WriteString("prompt", prompt);
        }

        writer.WriteString("response", item.Response.Text);
        if (item.Response.Thinking is { } thinking)
        {
            writer.WriteString("thinking", thinking);
        }

        writer.WriteNumber("tokens", item.Response.Tokens);
        writer.WriteBoolean("ended", item.Response.Ended);
        WriteFinite(writer, "refusal_score", item.Response.RefusalScore);
        WriteFinite(writer, "projection", item.Response.Projection);
    }

    private static void WriteJudgement(Utf8JsonWriter writer, JudgedResponse item)
    {
        writer.WriteString("outcome", item.OutcomeName);
        writer.WriteNumber("probability", item.Judgement.Probability);
        writer.WriteString("reason", item.Judgement.Reason);
        if (item.Native is { } native)
        {
            writer.WriteString("native_outcome", native.Outcome.ToString().ToLowerInvariant());
        }
    }

    private static void WriteFinite(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
