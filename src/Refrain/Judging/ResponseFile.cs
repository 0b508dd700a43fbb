namespace Refrain.Judging;

/// <summary>
/// Reads responses to judge: JSONL, or CSV with a header. Only <c>response</c> (or <c>opening</c>) and <c>language</c> are required.
/// </summary>
internal static class ResponseFile
{
    private const string Run = "responses.jsonl";

    /// <summary>The rows in the file's order. The first bad row is an error that names file and line.</summary>
    /// <param name="path">The file, see <see cref="RowFile"/>, or a run's folder.</param>
    /// <param name="language">The language of rows that name none, or null.</param>
    /// <param name="columns">Our name of a field → the file's, where they differ.</param>
    public static IReadOnlyList<LabelledResponse> Read(
        string path,
        string? language = null,
        IReadOnlyDictionary<string, string>? columns = null
    )
    {
        if (Directory.Exists(path))
        {
            path = File.Exists(Path.Combine(path, Run))
                ? Path.Combine(path, Run)
                : throw new BadInputException(path, $"is a folder without {Run}", "a file of responses, or the folder of a finished run");
        }

        var responses = RowFile.Read(path, columns).Select(row => Convert(row, language)).ToList();
        return responses.Count > 0 ? responses : throw new BadInputException(path, "has no rows", "one response a line");
    }

    private static LabelledResponse Convert(FileRow row, string? language)
    {
        string? rowLanguage = language ?? row.Field("language");
        if (string.IsNullOrWhiteSpace(rowLanguage))
        {
            throw new BadInputException(
                row.Place,
                "names no language",
                "a field language",
                $"Add it, give {KnownSettings.ResponseLanguage} for all rows, "
                    + $"or say with {KnownSettings.ResponseColumns} which field it is."
            );
        }

        // An empty field of CSV is an empty response; null of JSON is none.
        string? response = row.Field("response")
            ?? row.Field("opening")
            ?? (row.IsText && (row.Has("response") || row.Has("opening")) ? "" : null);
        return response is null
            ? throw new BadInputException(
                row.Place,
                "has no response",
                "a field response (or opening)",
                $"Say with {KnownSettings.ResponseColumns} which field it is."
            )
            : new LabelledResponse(
                response,
                rowLanguage.Trim(),
                row.Field("model") ?? "",
                row.Field("condition") ?? "",
                RowFile.Flag(row, "refusal"),
                RowFile.Flag(row, "substring_refusal")
            )
            {
                Id = row.Field("id") ?? "",
                Class = row.Field("class") ?? "",
                Source = row.Field("source") ?? "",
                Control = row.Field("control") ?? "",
                AblationProbability = row.Field("ablation_probability") ?? "",
                Prompt = row.Field("prompt"),
                Cut = RowFile.Flag(row, "cut"),
            };
    }
}
