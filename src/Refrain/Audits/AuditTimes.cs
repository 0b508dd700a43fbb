using System.Globalization;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>When an audit ran, how long each stage took, and what it worked on.</summary>
internal static class AuditTimes
{
    public static RunTimes Of(
        RunJournal journal,
        RunStore store,
        Model model,
        AuditPlan plan,
        IReadOnlyList<Question> questions,
        AuditFindings findings
    )
    {
        var tokens = journal.Tokens;
        int answers = findings.Judged.Count;
        var processed = new Dictionary<string, StageWork>
        {
            [PrecisionCheck.Stage] = new()
            {
                Count = findings.Precision?.Prompts ?? 0,
                Of = "prompts",
                Tokens = tokens.GetValueOrDefault(PrecisionCheck.Stage),
            },
            ["source"] = Prompts("source", plan.Sources.Take(1)),
            ["selection"] = Candidates("selection", findings.Sources.Values.Take(1)),
            ["extraction"] = Prompts("extraction", plan.Others),
            ["controls"] = Candidates("controls", findings.Sources.Values.Skip(1)),
            ["responses"] = new()
            {
                Count = answers,
                Of = "responses",
                Tokens = questions.Sum(question => (long)question.Ids.Length) + findings.Judged.Sum(judged => (long)judged.Response.Tokens),
            },
            ["geometry"] = new() { Count = findings.Geometry.Languages.Count, Of = "languages" },
            ["judging"] = new() { Count = answers, Of = "responses" },
        };
        StageWork Prompts(string stage, IEnumerable<string> languages) =>
            new()
            {
                Count = languages.Sum(language =>
                    plan.Train(language, PromptClass.Harmful).Count + plan.Train(language, PromptClass.Harmless).Count
                ),
                Of = "prompts",
                Tokens = tokens.GetValueOrDefault(stage),
            };
        StageWork Candidates(string stage, IEnumerable<SourceDirection> sources) =>
            new()
            {
                Count = sources.Sum(source => source.Selection.Candidates.Count),
                Of = "candidates",
                Tokens = tokens.GetValueOrDefault(stage),
            };
        var seconds = journal.Seconds;
        return new RunTimes
        {
            Started = DateTimeOffset.TryParse(
                store.Manifest.Information.GetValueOrDefault("started_at"),
                CultureInfo.InvariantCulture,
                out var started
            )
                ? started
                : null,
            Finished = DateTimeOffset.UtcNow,
            Starts = store.Starts,
            Threads = Runtime.Threads,
            BatchTokens = model.BatchTokens,
            Seconds = seconds,
            Processed = processed.Where(stage => seconds.ContainsKey(stage.Key)).ToDictionary(),
        };
    }
}
