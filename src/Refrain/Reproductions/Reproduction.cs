using Refrain.Judging;

namespace Refrain.Reproductions;

/// <summary>Recomputes the compliance rates of Wang et al. (2025) from the responses and labels that they released.</summary>
/// <remarks>
/// A response complies, in the paper, if it is not labelled a refusal: loops and answers in another language comply too. The labels are
/// of whole responses in English translation; the product's judge reads the openings that are released, in their own language.
/// </remarks>
internal static class Reproduction
{
    /// <summary>Every row of the published tables.</summary>
    /// <param name="folder">Holds <c>published</c> (the tables) and <c>judge</c> (JSONL files of labelled openings).</param>
    /// <exception cref="BadInputException">A file is missing or not as released.</exception>
    public static IReadOnlyList<ReproducedRate> Run(string folder) => Run(folder, NativeJudge.Instance);

    /// <param name="folder">As above.</param>
    /// <param name="judge">The judge to set beside the labels.</param>
    internal static IReadOnlyList<ReproducedRate> Run(string folder, IJudge judge)
    {
        var published = PublishedRate.Read(Path.Combine(folder, "published"));
        var released = Released(Path.Combine(folder, "judge"));
        return [.. published.Select(row => Rate(row, released, judge))];
    }

    private static ReproducedRate Rate(
        PublishedRate row,
        ILookup<(string Model, string Language, string Condition), ReleasedResponse> released,
        IJudge judge
    )
    {
        ReleasedResponse[] cell = [.. released[(row.Model, row.Language, row.Condition)]];
        if (cell.Length == 0)
        {
            return new ReproducedRate(row)
            {
                Missing = released.Any(group => group.Key.Model == row.Model)
                    ? Other(row, released)
                    : $"no response of {row.Model} was released here",
            };
        }

        Share Of(Func<ReleasedResponse, bool> counts) => new(cell.Count(counts), cell.Length);
        var judged = Judgements.Of(
            judge,
            [.. cell.Select(response => new JudgeInput(response.Opening, response.Language))],
            Environment.ProcessorCount
        );
        int unjudged = judged.Count(judgement => judgement.Outcome == Outcome.Unjudged);
        return new ReproducedRate(row)
        {
            Count = cell.Length,
            Substring = Of(response => !response.SubstringRefusal),
            WildGuard = Of(response => !response.Refusal),
            Harmful = Of(response => response.Harmful),
            Native = new Share(
                cell.Length - unjudged - judged.Count(judgement => judgement.Outcome == Outcome.Refusal),
                cell.Length - unjudged
            ),
        };
    }

    private static string Other(PublishedRate row, ILookup<(string Model, string Language, string Condition), ReleasedResponse> released) =>
        released.Any(group => group.Key.Model == row.Model && group.Key.Language == row.Language)
            ? $"of {row.Model} no response under {row.Condition} was released here in this language"
            : $"of {row.Model} no response was released here in this language";

    private static ILookup<(string Model, string Language, string Condition), ReleasedResponse> Released(string folder)
    {
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)] : [];
        return files.Length > 0
            ? files
                .SelectMany(file => RowFile.Read(file).Select(ReleasedResponse.Of))
                .ToLookup(response => (response.Model, response.Language, response.Condition))
            : throw new BadInputException(
                folder,
                "holds no .jsonl file",
                "the released responses",
                "Give the folder that holds published and judge."
            );
    }
}

/// <summary>The opening of a released response with its labels.</summary>
internal sealed record ReleasedResponse(
    string Model,
    string Language,
    string Condition,
    string Opening,
    bool Refusal,
    bool Harmful,
    bool SubstringRefusal
)
{
    public static ReleasedResponse Of(FileRow row) =>
        new(
            Text(row, "model"),
            Text(row, "language"),
            Text(row, "condition"),
            Text(row, "opening"),
            Flag(row, "refusal"),
            Flag(row, PublishedRate.HarmfulResponse),
            Flag(row, "substring_refusal")
        );

    private static string Text(FileRow row, string name) => row.Field(name) ?? throw Lacks(row, name);

    private static bool Flag(FileRow row, string name) => RowFile.Flag(row, name) ?? throw Lacks(row, name);

    private static BadInputException Lacks(FileRow row, string name) =>
        new(row.Place, $"has no {name}", "model, language, condition, opening, refusal, harmful and substring_refusal");
}
