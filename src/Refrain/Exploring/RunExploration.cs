using Refrain.Audits;
using Refrain.Judging;
using Refrain.Prompts;
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
        var rows = Together(
            RunExports.Read(Path.Combine(folder, RunExports.ResponsesFile)),
            RunExports.Read(Path.Combine(folder, RunExports.JudgementsFile))
        );

        // A prompt's answers stay in the run's order: untouched first.
        return new Exploration(
            report,
            [
                .. rows.Select(pair => Explored(pair.Response, pair.Judgement, report.Settings.Source))
                    .OrderBy(response => response.Language, StringComparer.Ordinal)
                    .ThenBy(response => response.Class.Word(), StringComparer.Ordinal)
                    .ThenBy(response => response.Id.Length)
                    .ThenBy(response => response.Id, StringComparer.Ordinal),
            ]
        );
    }

    // Both files are written in the order of the questions.
    private static IEnumerable<(FileRow Response, FileRow Judgement)> Together(
        IEnumerable<FileRow> responses,
        IEnumerable<FileRow> judgements
    )
    {
        using var judged = judgements.GetEnumerator();
        foreach (var response in responses)
        {
            if (!judged.MoveNext() || Named(response) != Named(judged.Current))
            {
                throw new BadInputException(
                    response.Place,
                    $"has no judgement in the same line of {RunExports.JudgementsFile}",
                    "the two files of one run",
                    "Put the files back that the audit wrote, or run the audit again in another folder."
                );
            }

            yield return (response, judged.Current);
        }
    }

    private static (string, string, string, string, string?, string?, string?) Named(FileRow row) =>
        (
            RunExports.Field(row, "language"),
            RunExports.Field(row, "class"),
            RunExports.Field(row, "id"),
            RunExports.Field(row, "condition"),
            row.Field("source"),
            row.Field("control"),
            row.Field("ablation_probability")
        );

    /// <summary>What was done: the report's own source goes without saying.</summary>
    private static string Treated(FileRow row, string source)
    {
        string said = string.Join(
            ", ",
            (
                (string?[])
                    [row.Field("source") == source ? null : row.Field("source"), row.Field("control"), row.Field("ablation_probability")]
            ).OfType<string>()
        );
        return said.Length == 0 ? RunExports.Field(row, "condition") : $"{RunExports.Field(row, "condition")} ({said})";
    }

    private static ExploredResponse Explored(FileRow response, FileRow judgement, string source) =>
        ExploredResponse.Of(
            RunExports.Field(response, "language"),
            RunExports.Field(response, "id"),
            Words<PromptClass>.Read(response.Place, "class", RunExports.Field(response, "class")),
            Treated(response, source),
            response.Field("prompt"),
            RunExports.Field(response, "response"),
            Words<Outcome>.Read(judgement.Place, "outcome", RunExports.Field(judgement, "outcome")),
            judgement.Field("reason") ?? ""
        );
}
