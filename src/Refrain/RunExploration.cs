using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Reports.Exploring;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain;

/// <summary>Reads a finished run for <c>refrain explore</c>: its report, and each response with its prompt and verdict as the run's own files have them.</summary>
internal static class RunExploration
{
    /// <summary>Opens a finished run; it is only read.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="BadInputException">The folder is no run, its run is not finished, or its files of responses and judgements are missing or do not belong together.</exception>
    public static Exploration Open(string folder)
    {
        using var store = RunStore.OpenForReading(folder);
        var report = RunReport.Find(store)
            ?? throw new BadInputException(folder, "is a run that has not finished", "a finished one", "Run its audit command again: it continues where it was.");
        IEnumerable<FileRow> Rows(string name) => Path.Combine(folder, name) is var path && File.Exists(path) ? RowFile.Read(path) : throw ComparedAnswers.Missing(path);
        var responses = Together(Rows(RunExports.ResponsesFile), Rows(RunExports.JudgementsFile)).Select(pair => (Order: Place.Of(pair.Response), Response: Explored(pair.Response, pair.Judgement, report.Settings.Source)));
        return new Exploration(report, [.. responses.OrderBy(item => item.Order).Select(item => item.Response)]);
    }

    // Both files are written in the order of the questions.
    private static IEnumerable<(FileRow Response, FileRow Judgement)> Together(IEnumerable<FileRow> responses, IEnumerable<FileRow> judgements)
    {
        using var judged = judgements.GetEnumerator();
        foreach (var response in responses)
        {
            if (!judged.MoveNext() || Place.Of(response) != Place.Of(judged.Current))
            {
                throw new BadInputException(response.Place, $"has no judgement in the same line of {RunExports.JudgementsFile}", "the two files of one run", "Put the files back that the audit wrote, or run the audit again in another folder.");
            }

            yield return (response, judged.Current);
        }
    }

    private static string Field(FileRow row, string name) =>
        row.Field(name) ?? throw new BadInputException(row.Place, $"has no {name}", "what refrain wrote", "Put the file back that the audit wrote, or run the audit again in another folder.");

    /// <summary>What was done: the report's own source goes without saying.</summary>
    private static string Treated(FileRow row, string source)
    {
        string said = string.Join(", ", ((string?[])[row.Field("source") == source ? null : row.Field("source"), row.Field("control"), row.Field("ablation_probability")]).OfType<string>());
        return said.Length == 0 ? Field(row, "condition") : $"{Field(row, "condition")} ({said})";
    }

    private static ExploredResponse Explored(FileRow response, FileRow judgement, string source) => ExploredResponse.Of(
        Field(response, "language"),
        Field(response, "id"),
        Field(response, "class"),
        Treated(response, source),
        response.Field("prompt"),
        Field(response, "response"),
        Field(judgement, "outcome"),
        judgement.Field("reason") ?? "");

    /// <summary>Which answer it is, and where it stands: a prompt's answers together, prompts by number.</summary>
    private sealed record Place(string Language, string Class, string Id, string Condition, string? Source, string? Control, string? Probability) : IComparable<Place>
    {
        public static Place Of(FileRow row) => new(Field(row, "language"), Field(row, "class"), Field(row, "id"), Field(row, "condition"), row.Field("source"), row.Field("control"), row.Field("ablation_probability"));

        public int CompareTo(Place? other)
        {
            string[] Before(Place place) => [place.Language, place.Class, $"{place.Id.Length:D6}", place.Id, place.Condition, place.Source ?? "", place.Control ?? "", place.Probability ?? ""];
            return other is null ? 1 : Before(this).Zip(Before(other), string.CompareOrdinal).FirstOrDefault(order => order != 0);
        }
    }
}
