using System.Globalization;
using Refrain.Audits;
using Refrain.Directions;
using Refrain.Runs;

namespace Refrain.Exploring;

/// <summary>
/// Reads a finished run for <c>refrain explore</c>: its report, and each response with its prompt and verdict as the run's own files have
/// them.
/// </summary>
internal static class RunExploration
{
    /// <summary>Opens a finished run; it is only read.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="BadInputException">The folder is no run, its run is not finished, or its files of responses and judgements are
    /// missing or do not belong together.</exception>
    public static Exploration Open(string folder)
    {
        using var store = RunStore.OpenForReading(folder);
        var report = RunReport.Find(store)
            ?? throw new BadInputException(
                folder,
                "is a run that has not finished",
                "a finished one",
                "Run its audit command again: it continues where it was."
            );
        // A prompt's answers stay in the run's order: untouched first.
        return new Exploration(
            report,
            [
                .. RunFolder
                    .ReadAnswers(folder)
                    .Select(pair => Explored(pair.Response, pair.Judgement, report.Settings.Source))
                    .OrderBy(response => response.Language, StringComparer.Ordinal)
                    .ThenBy(response => response.Class.Word(), StringComparer.Ordinal)
                    .ThenBy(response => response.Id.Length)
                    .ThenBy(response => response.Id, StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>What was done: the report's own source goes without saying.</summary>
    private static string Treated(RunResponse row, string source)
    {
        string said = string.Join(
            ", ",
            (
                (string?[])
                    [
                        row.Source == source ? null : row.Source,
                        row.Control == Control.None ? null : row.Control.Word(),
                        row.AblationProbability?.ToString("R", CultureInfo.InvariantCulture),
                    ]
            ).OfType<string>()
        );
        string condition = row.Condition.Word();
        return said.Length == 0 ? condition : $"{condition} ({said})";
    }

    private static ExploredResponse Explored(RunResponse response, RunJudgement judgement, string source) =>
        ExploredResponse.Of(
            response.Language,
            response.Id,
            response.Class,
            Treated(response, source),
            response.Prompt,
            response.Response,
            judgement.Outcome,
            judgement.Reason ?? ""
        );
}
