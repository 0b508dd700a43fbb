using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain.Comparisons;

/// <summary>
/// What a run's answers were judged, with their scores: the run's own verdicts, whoever judged, held against its report. The source of its
/// direction goes without saying.
/// </summary>
internal static class ComparedAnswers
{
    /// <exception cref="BadInputException">The judgements are missing, cannot be read, or are not those of the report.</exception>
    public static Outcomes Of(RunStore store, AuditReport report)
    {
        string path = Path.Combine(store.Folder, RunFolder.JudgementsFile);
        var responses = new KeptResponses(store)
            .All()
            .Select(response => response.WithoutTexts())
            .ToDictionary(response => (response.Language, response.Class, response.PromptId, response.Treatment));
        var answers = new List<AnswerOutcome>();
        foreach (var row in RunRows.ReadJudgements(path).Where(row => IsCompared(row, report.Settings.Source)))
        {
            if (!responses.TryGetValue((row.Language, row.Class, row.Id, row.Treatment), out var response))
            {
                throw new BadInputException(
                    path,
                    $"judges a response that the run does not have ({BadInputException.Show(row.Id)})",
                    "responses of run.db",
                    "Run the audit again in another folder."
                );
            }

            answers.Add(new AnswerOutcome(response with { Source = null }, row.Outcome));
        }

        CheckOnce(path, answers);
        var outcomes = new Outcomes(answers);
        Check(path, report, outcomes);
        return outcomes;
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
    private static void CheckOnce(string path, IReadOnlyList<AnswerOutcome> answers)
    {
        if (
            answers
                .GroupBy(answer => (answer.Response.Language, answer.Response.Class, answer.Response.PromptId, answer.Response.Condition))
                .FirstOrDefault(same => same.Count() > 1) is
            { } twice
        )
        {
            throw new BadInputException(
                path,
                $"judges {BadInputException.Show(twice.Key.PromptId)} in {BadInputException.Show(twice.Key.Language)} twice",
                "each response once",
                "Run the audit again in another folder."
            );
        }
    }

    private static void Check(string path, AuditReport report, Outcomes outcomes)
    {
        foreach ((string code, var language) in report.Languages)
        {
            foreach (var cell in ComparedCell.All)
            {
                var rate = language.Rates.Of(cell.Class).Of(cell.Condition);
                var found = outcomes.Of(code, cell.Class, new Treatment(cell.Condition)).Rate;
                if (Counts(rate) != Counts(found))
                {
                    throw new BadInputException(
                        path,
                        $"does not give the report's numbers ({BadInputException.Show(code)}, {cell.Class.Word()}, "
                            + $"{cell.Condition.Word()}: {found?.N ?? 0} responses, {found?.Refusal ?? 0} refusals)",
                        $"{rate?.N ?? 0} responses, {rate?.Refusal ?? 0} refusals",
                        "Put the file back that the audit wrote, or run the audit again in another folder."
                    );
                }
            }
        }
    }

    private static (int, int, int, int) Counts(Rate? rate) =>
        (rate?.N ?? 0, rate?.Refusal ?? 0, rate?.Degenerate ?? 0, rate?.Unjudged ?? 0);
}
