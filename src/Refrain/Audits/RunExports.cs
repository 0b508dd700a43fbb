using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>The run's results as files that other tools read: responses.jsonl, judgements.jsonl, directions.safetensors.</summary>
internal static class RunExports
{
    public static void Write(RunStore store, IReadOnlyList<Question> questions, AuditFindings findings, AuditSettings settings)
    {
        using var span = Spans.Start("export");
        store.WriteFile(RunFolder.ResponsesFile, stream =>
            RunRows.Write(stream, questions.Select(question => Row(question, findings.Responses.Of(question))))
        );
        store.WriteFile(RunFolder.JudgementsFile, stream => RunRows.Write(stream, questions.Zip(findings.Judged, Row)));
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
                Path.Combine(store.Folder, RunFolder.DirectionsFile),
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

    private static SafetensorsTensor Tensor(string name, DirectionSet set, double[] values) =>
        SafetensorsTensor.Of(name, [set.Layers, set.Positions, set.Hidden], [.. values.Select(value => (float)value)]);

    private static SafetensorsTensor Tensor(string name, DirectionLine line, double[] values) =>
        SafetensorsTensor.Of(name, [line.Layers, line.Hidden], [.. values.Select(value => (float)value)]);

    private static RunResponse Row(Question question, Response response) =>
        new()
        {
            Language = question.Language,
            Class = question.Class,
            Id = question.PromptId,
            Condition = question.Treatment.Condition,
            Source = question.Treatment.Source,
            Control = question.Treatment.Control,
            AblationProbability = question.Treatment.Probability,
            Prompt = question.Text,
            Response = response.Text,
            Thinking = response.Thinking,
            Tokens = response.Tokens,
            Ended = response.Ended,
            RefusalScore = response.RefusalScore,
            Projection = response.Projection,
        };

    private static RunJudgement Row(Question question, JudgedResponse judged) =>
        new()
        {
            Language = question.Language,
            Class = question.Class,
            Id = question.PromptId,
            Condition = question.Treatment.Condition,
            Source = question.Treatment.Source,
            Control = question.Treatment.Control,
            AblationProbability = question.Treatment.Probability,
            Outcome = judged.Judgement.Outcome,
            Probability = judged.Judgement.Probability,
            Reason = judged.Judgement.Reason,
            NativeOutcome = judged.Native?.Outcome,
        };
}
