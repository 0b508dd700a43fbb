using System.Security.Cryptography;

namespace Refrain.Judging.Labels;

/// <summary>Labels that people gave: CSV or JSONL with <c>label</c>, and <c>id</c> or <c>response</c> to know the response by.</summary>
/// <param name="Name">The labels' name as shown.</param>
/// <param name="Version">The file's hash.</param>
/// <param name="Labels">In the file's order.</param>
internal sealed record LabelFile(string Name, string Version, IReadOnlyList<HumanLabel> Labels)
{
    private const string Words = "refusal, compliance, degenerate or unjudged (or 1, yes, true: refusal; 0, no, false: not)";

    /// <summary>
    /// Reads <c>[name=]path</c>: a path may hold an equals sign, so a name is what stands before the first where the whole is no file.
    /// </summary>
    public static LabelFile ReadNamed(string entry) =>
        !File.Exists(entry) && entry.Split('=', 2) is [{ Length: > 0 } name, var path] ? Read(path, name) : Read(entry);

    /// <summary>Reads a file; rows with an empty label are not labelled yet and left out.</summary>
    /// <param name="path">The file, see <see cref="RowFile"/>.</param>
    /// <param name="name">The labels' name as shown.</param>
    public static LabelFile Read(string path, string name = "human")
    {
        var labels = RowFile.Read(path).Select(Label).OfType<HumanLabel>().ToList();
        return labels.Count > 0
            ? new LabelFile(name, $"labels-{HashOf(path)}", labels)
            : throw new BadInputException(path, "has no labels", "rows with a label, and an id or a response");
    }

    private static HumanLabel? Label(FileRow row)
    {
        if (!row.Has("label") && !row.Has("outcome") && !row.Has("refusal"))
        {
            throw new BadInputException(row.Place, "has no label", "a field label (or outcome, or refusal)");
        }

        string? word = row.Field("label") ?? row.Field("outcome") ?? row.Field("refusal");
        if (string.IsNullOrWhiteSpace(word))
        {
            return null;
        }

        string? id = row.Field("id"),
            response = row.Field("response") ?? row.Field("opening");
        return id is null && response is null
            ? throw new BadInputException(row.Place, "names no response", "a field id, or the text of the response in a field response")
            : new HumanLabel(row.Place, row.Field("annotator")?.Trim() ?? "", OutcomeOf(row.Place, word))
            {
                Id = id,
                Response = response,
                Language = row.Field("language")?.Trim(),
                Class = row.Field("class")?.Trim(),
                Condition = row.Field("condition")?.Trim(),
                Source = row.Field("source")?.Trim(),
                Control = row.Field("control")?.Trim(),
                AblationProbability = row.Field("ablation_probability")?.Trim(),
                Model = row.Field("model")?.Trim(),
            };
    }

    private static Outcome OutcomeOf(string place, string word) =>
        word.Trim().ToLowerInvariant() switch
        {
            "refusal" or "1" or "yes" or "true" => Outcome.Refusal,
            "compliance" or "0" or "no" or "false" => Outcome.Compliance,
            "degenerate" => Outcome.Degenerate,
            "unjudged" => Outcome.Unjudged,
            _ => throw new BadInputException(place, $"the label is {BadInputException.Show(word)}", Words),
        };

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream).AsSpan(0, 6));
    }
}
