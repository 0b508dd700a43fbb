using System.Globalization;
using Refrain.Inference;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain;

/// <summary>When an audit ran, how long each stage took, and what it worked on.</summary>
internal static class AuditTimes
{
    public static RunTimes Of(RunJournal journal, RunStore store, Model model, AuditPlan plan, IReadOnlyList<Question> questions, AuditFindings findings)
    {
        var tokens = journal.Tokens;
        int answers = findings.Judged.Count;
        var processed = new Dictionary<string, StageWork>
        {
            [PrecisionCheck.Stage] = new() { Count = findings.Precision?.Prompts ?? 0, Of = "prompts", Tokens = tokens.GetValueOrDefault(PrecisionCheck.Stage) },
            ["extraction"] = new() { Count = plan.Read.Sum(language => plan.Train(language, PromptClass.Harmful).Count + plan.Train(language, PromptClass.Harmless).Count), Of = "prompts", Tokens = tokens.GetValueOrDefault("extraction") },
            ["selection"] = new() { Count = findings.Sources.Values.Sum(source => source.Selection.Candidates.Count), Of = "candidates", Tokens = tokens.GetValueOrDefault("selection") },
            ["responses"] = new() { Count = answers, Of = "responses", Tokens = questions.Sum(question => (long)question.Ids.Length) + findings.Judged.Sum(judged => (long)judged.Response.Tokens) },
            ["judging"] = new() { Count = answers, Of = "responses" },
        };
        var seconds = journal.Seconds;
        return new RunTimes
        {
            Started = DateTimeOffset.TryParse(store.Manifest.Information.GetValueOrDefault("started_at"), CultureInfo.InvariantCulture, out var started) ? started : null,
            Finished = DateTimeOffset.UtcNow,
            Starts = store.Starts,
            Threads = Runtime.Threads,
            BatchTokens = model.BatchTokens,
            Seconds = seconds,
            Processed = processed.Where(stage => seconds.ContainsKey(stage.Key)).ToDictionary(),
        };
    }
}
