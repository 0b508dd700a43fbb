using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Judging;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>The run's results as files that other tools read: responses.jsonl, judgements.jsonl, directions.safetensors.</summary>
internal static class RunExports
{
    /// <summary>Directions and means.</summary>
    public const string DirectionsFile = "directions.safetensors";

    /// <summary>What each response was judged.</summary>
    public const string JudgementsFile = "judgements.jsonl";

    /// <summary>The file of responses.</summary>
    public const string ResponsesFile = "responses.jsonl";

    private const int SchemaVersion = 1;

    public static void Write(RunStore store, IReadOnlyList<Question> questions, AuditFindings findings, AuditSettings settings)
    {
        using var span = Spans.Start("export");
        store.WriteFile(ResponsesFile, stream =>
            Lines(stream, questions.Select(question => (question, question)), (writer, question) =>
                WriteResponse(writer, question.Text, findings.Responses.Of(question))
            )
        );
        store.WriteFile(JudgementsFile, stream => Lines(stream, questions.Zip(findings.Judged), WriteJudgement));
        var tensors = new List<SafetensorsTensor>();
        foreach ((string language, var reading) in findings.Readings.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            tensors.Add(Tensor($"{language}.directions", reading.Directions, reading.Directions.Directions));
            tensors.Add(Tensor($"{language}.harmless_means", reading.Directions, reading.Directions.HarmlessMeans));
        }

        foreach ((string language, var source) in findings.Sources)
        {
            // The report's own source is found without knowing which it is.
            string name = language == settings.Source ? "source" : $"source.{language}";
            if (source.Directions is { } filtered)
            {
                tensors.Add(Tensor($"{name}.directions", filtered, filtered.Directions));
                tensors.Add(Tensor($"{name}.harmless_means", filtered, filtered.HarmlessMeans));
            }

            foreach (
                (var control, var line) in findings.Controls.GetValueOrDefault(language)?.Lines ?? new Dictionary<Control, DirectionLine>()
            )
            {
                tensors.Add(Tensor($"{name}.{control.Word()}.directions", line, line.Directions));
                tensors.Add(Tensor($"{name}.{control.Word()}.harmless_means", line, line.Offsets));
            }
        }

        if (tensors.Count > 0)
        {
            SafetensorsWriter.Write(
                Path.Combine(store.Folder, DirectionsFile),
                tensors,
                new Dictionary<string, string>
                {
                    ["schema_version"] = "1",
                    ["axes"] = "layer, position (-P ... -1), hidden",
                    ["precision"] = settings.Precision.Word(),
                }
            );
        }
    }

    /// <summary>The rows of an export, to read them back.</summary>
    /// <exception cref="BadInputException">It is not there.</exception>
    public static IEnumerable<FileRow> Read(string path) => File.Exists(path) ? RowFile.Read(path) : throw Missing(path);

    /// <summary>A field that every row of an export has.</summary>
    /// <exception cref="BadInputException">This one has not.</exception>
    public static string Field(FileRow row, string name) =>
        row.Field(name)
        ?? throw new BadInputException(row.Place, $"has no {name}", "what refrain wrote", "Run the audit again in another folder.");

    /// <summary>An export that is read back is not there.</summary>
    public static BadInputException Missing(string path) =>
        new(
            BadInputException.Show(path),
            "is missing",
            "what the audit wrote when it finished",
            "Put the file back, or run the audit again in another folder."
        );

    private static SafetensorsTensor Tensor(string name, DirectionSet set, double[] values) =>
        SafetensorsTensor.Of(name, [set.Layers, set.Positions, set.Hidden], [.. values.Select(value => (float)value)]);

    private static SafetensorsTensor Tensor(string name, DirectionLine line, double[] values) =>
        SafetensorsTensor.Of(name, [line.Layers, line.Hidden], [.. values.Select(value => (float)value)]);

    private static void Lines<T>(Stream stream, IEnumerable<(Question Question, T Item)> items, Action<Utf8JsonWriter, T> write)
    {
        using var writer = new Utf8JsonWriter(
            stream,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        foreach (var (question, item) in items)
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", SchemaVersion);
            writer.WriteString("language", question.Language);
            writer.WriteString("class", question.Class.Word());
            writer.WriteString("id", question.PromptId);
            writer.WriteString("condition", question.Treatment.Condition.Word());
            writer.WriteString("source", question.Treatment.Source);
            writer.WriteString("control", question.Treatment.Control == Control.None ? null : question.Treatment.Control.Word());
            if (question.Treatment.Probability is { } probability)
            {
                writer.WriteNumber("ablation_probability", probability);
            }

            write(writer, item);
            writer.WriteEndObject();
            writer.Flush();
            stream.WriteByte((byte)'\n');
            writer.Reset();
        }
    }

    private static void WriteResponse(Utf8JsonWriter writer, string? prompt, Response response)
    {
        if (prompt is not null)
        {
            writer.WriteString("prompt", prompt);
        }

        writer.WriteString("response", response.Text);
        if (response.Thinking is { } thinking)
        {
            writer.WriteString("thinking", thinking);
        }

        writer.WriteNumber("tokens", response.Tokens);
        writer.WriteBoolean("ended", response.Ended);
        WriteFinite(writer, "refusal_score", response.RefusalScore);
        WriteFinite(writer, "projection", response.Projection);
    }

    private static void WriteJudgement(Utf8JsonWriter writer, JudgedResponse item)
    {
        writer.WriteString("outcome", item.Judgement.Outcome.Word());
        writer.WriteNumber("probability", item.Judgement.Probability);
        writer.WriteString("reason", item.Judgement.Reason);
        if (item.Native is { } native)
        {
            writer.WriteString("native_outcome", native.Outcome.Word());
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
