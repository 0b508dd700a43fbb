using Refrain.Directions;
using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Runs;

namespace Refrain.Comparisons;

/// <summary>What a run's answers were judged, with their scores: the run's own verdicts, whoever judged, held against its report.</summary>
internal static class ComparedAnswers
{
    /// <exception cref="BadInputException">The judgements are missing, cannot be read, or are not those of the report.</exception>
    public static IReadOnlyList<ComparedAnswer> Of(RunStore store, AuditReport report)
    {
        string path = Path.Combine(store.Folder, RunFolder.JudgementsFile);
        var responses = new KeptResponses(store)
            .All()
            .Select(response => response.WithoutTexts())
            .ToDictionary(response => (response.Language, response.Class, response.PromptId, response.Treatment));
        var answers = new List<ComparedAnswer>();
        foreach (var row in RunRows.ReadJudgements(path).Where(row => IsCompared(row, report.Settings.Source)))
        {
            if (!responses.TryGetValue((row.Language, row.Class.Word(), row.Id, row.Treatment), out var response))
            {
                throw new BadInputException(
                    path,
                    $"judges a response that the run does not have ({BadInputException.Show(row.Id)})",
                    "responses of run.db",
                    "Run the audit again in another folder."
                );
            }

            answers.Add(
                new ComparedAnswer(
                    response.Language,
                    response.Class,
                    response.PromptId,
                    response.ConditionName,
                    row.Outcome,
                    response.Ended,
                    response.RefusalScore
                )
            );
        }

        Check(path, report, answers);
        return answers;
    }

    /// <summary>
    /// The suite's prompts, untouched and under the report's own direction: no controls, other sources, probabilities, nor files beside the
    /// suite.
    /// </summary>
    private static bool IsCompared(RunJudgement row, string source) =>
        row.Control == Control.None
        && (row.Source ?? source) == source
        && row.AblationProbability is null
        && OverRefusalSet.NameOf(row.Id) is null;

    // A file that was cut, edited or swapped must not become a finding.
    private static void Check(string path, AuditReport report, IReadOnlyList<ComparedAnswer> answers)
    {
        if (
            answers
                .GroupBy(answer => (answer.Language, answer.Class, answer.Id, answer.Condition))
                .FirstOrDefault(same => same.Count() > 1) is
            { } twice
        )
        {
            throw new BadInputException(
                path,
                $"judges {BadInputException.Show(twice.Key.Id)} in {BadInputException.Show(twice.Key.Language)} twice",
                "each response once",
                "Run the audit again in another folder."
            );
        }

        var cells = answers.ToLookup(answer => (answer.Language, answer.Class, answer.Condition), answer => answer.Outcome);
        foreach ((string code, var language) in report.Languages)
        {
            foreach (var cell in ComparedCell.All)
            {
                var byCondition = cell.Class switch
                {
                    "harmful" => language.Rates.Harmful,
                    "harmless" => language.Rates.Harmless,
                    _ => language.Rates.Borderline,
                };
                var rate = cell.Condition switch
                {
                    "baseline" => byCondition.Baseline,
                    "ablated" => byCondition.Ablated,
                    _ => byCondition.Induced,
                };
                var outcomes = cells[(code, cell.Class, cell.Condition)].ToArray();
                int Count(Outcome outcome) => outcomes.Count(one => one == outcome);
                if (
                    (rate?.N ?? 0) != outcomes.Length
                    || (rate?.Refusal ?? 0) != Count(Outcome.Refusal)
                    || (rate?.Degenerate ?? 0) != Count(Outcome.Degenerate)
                    || (rate?.Unjudged ?? 0) != Count(Outcome.Unjudged)
                )
                {
                    throw new BadInputException(
                        path,
                        $"does not give the report's numbers ({BadInputException.Show(code)}, {cell.Class}, {cell.Condition}: {outcomes.Length} responses, {Count(Outcome.Refusal)} refusals)",
                        $"{rate?.N ?? 0} responses, {rate?.Refusal ?? 0} refusals",
                        "Put the file back that the audit wrote, or run the audit again in another folder."
                    );
                }
            }
        }
    }
}
