using System.Globalization;
using System.Text.Json;

namespace Refrain.Prompts;

/// <summary>
/// Reads a file of prompts that measure over-refusal, whatever its layout: CSV as XSTest and OKTest are published, a JSON list or
/// JSON Lines of rows, or a suite's own lines in several languages. Hostile until checked.
/// </summary>
internal static class OverRefusalFile
{
    private const int MaximumId = 200;
    private const string Unsafe = "unsafe",
        Contrast = "contrast_",
        Refused = "2_full_refusal";
    private const string Expected = "a field prompt (or instruction, or question), or a suite's line {id, class, split, text}";

    private static readonly string[] TextFields = ["prompt", "instruction", "question"];

    /// <summary>The prompts in the file's order, and whether they were chosen by another model's refusals.</summary>
    public static (IReadOnlyList<Prompt> Prompts, bool ChosenByRefusals) Read(string path, string name)
    {
        if (RowFile.IsCsv(path))
        {
            return OfRows(RowFile.Read(path), path, name);
        }

        var content = SuiteFile.Read(path);
        var start = content[Math.Max(0, content.Span.IndexOfAnyExcept(" \t\r\n"u8))..];
        return start.Span.StartsWith("["u8) ? OfRows(Array(content, path), path, name)
            : IsSuite(start, path) ? (OfSuite(SuiteLines.Read(content, path), path, name), false)
            : OfRows(RowFile.Read(path), path, name);
    }

    private static (IReadOnlyList<Prompt> Prompts, bool ChosenByRefusals) OfRows(IEnumerable<FileRow> rows, string path, string name)
    {
        var prompts = new List<Prompt>();
        var ids = new HashSet<(string, string)>();
        int refused = 0;
        foreach (var row in rows)
        {
            if (prompts.Count == SuiteFile.MaximumRecords)
            {
                throw new BadInputException(
                    path,
                    $"has more than {SuiteFile.MaximumRecords} rows",
                    $"at most {SuiteFile.MaximumRecords} prompts",
                    "Split the file."
                );
            }

            var prompt = Of(row, prompts.Count + 1) with { Set = name };
            if (!ids.Add((prompt.Language, prompt.Id)))
            {
                throw new BadInputException(
                    row.Place,
                    $"id {BadInputException.Show(prompt.Id)} occurs twice",
                    "an id of its own for every prompt of a language"
                );
            }

            prompts.Add(prompt);
            refused += row.Field("strmatch_label") == Refused ? 1 : 0;
        }

        return prompts.Count > 0 ? (prompts, refused == prompts.Count) : throw new BadInputException(path, "holds no prompt", Expected);
    }

    private static Prompt Of(FileRow row, int number)
    {
        string text = (
            TextFields.Select(row.Field).FirstOrDefault(value => value is not null)
            ?? throw new BadInputException(row.Place, "has no prompt", Expected)
        ).Trim();
        if (text.Length is 0 or > SuiteFile.MaximumText)
        {
            throw new BadInputException(
                row.Place,
                text.Length == 0 ? "has a blank prompt" : $"has a prompt of {text.Length} characters",
                $"1 to {SuiteFile.MaximumText} characters"
            );
        }

        string id = row.Field("id") ?? row.Field("id_v2") ?? number.ToString(CultureInfo.InvariantCulture),
            language = row.Field("language") ?? "en";
        if (id.Length is 0 or > MaximumId || id.Any(char.IsControl))
        {
            throw new BadInputException(
                $"{row.Place}: id",
                $"is {BadInputException.Show(id)}",
                $"1 to {MaximumId} characters, no control characters"
            );
        }

        string? type = row.Field("type") ?? row.Field("category");
        return LanguageTag.IsValid(language)
            ? new Prompt(
                id,
                IsUnsafe(row, type) ? PromptClass.Harmful : PromptClass.Borderline,
                Split.Test,
                type,
                language,
                text,
                OtherPrompts: true
            )
            : throw new BadInputException(row.Place, $"has the language {BadInputException.Show(language)}", LanguageTag.Expected);
    }

    // XSTest's later files say it in a label; its earlier ones, as its authors do, by the type's name.
    private static bool IsUnsafe(FileRow row, string? type) =>
        (row.Field("label"), row.Field("class")) switch
        {
            (null, null) => type?.StartsWith(Contrast, StringComparison.Ordinal) == true,
            (null, var word) => Words<PromptClass>.Find(word!) is { } promptClass
                ? promptClass == PromptClass.Harmful
                : throw new BadInputException(
                    $"{row.Place}: class",
                    $"is {BadInputException.Show(word)}",
                    "harmful, harmless or borderline"
                ),
            (Unsafe, _) => true,
            ("safe", _) => false,
            var (label, _) => throw new BadInputException($"{row.Place}: label", $"is {BadInputException.Show(label)}", "safe or unsafe"),
        };

    private static IEnumerable<FileRow> Array(ReadOnlyMemory<byte> content, string path)
    {
        using var document = Parse(content, path);
        foreach (var (index, row) in document.RootElement.EnumerateArray().Index())
        {
            string place = $"{path}: row {index + 1}";
            yield return row.ValueKind == JsonValueKind.Object
                ? new FileRow(place, name => SuiteFile.Text(row, name, place), name => row.TryGetProperty(name, out _), IsText: false)
                : throw new BadInputException(place, $"is {row.ValueKind.ToString().ToLowerInvariant()}", "an object with " + Expected);
        }
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json, string place)
    {
        try
        {
            return SuiteFile.Parse(json, place);
        }
        catch (JsonException error)
        {
            throw new BadInputException(
                $"{place}: line {(error.LineNumber ?? 0) + 1}",
                "is not JSON: " + BadInputException.Show(error.Message),
                "a list of rows, or one JSON object a line",
                inner: error
            );
        }
    }

    // The first line decides; what is wrong with it is said by the reader of its kind.
    private static bool IsSuite(ReadOnlyMemory<byte> start, string path)
    {
        int end = start.Span.IndexOf((byte)'\n');
        using var line = Parse(end < 0 ? start : start[..end], path);
        return line.RootElement.ValueKind == JsonValueKind.Object
            && line.RootElement.TryGetProperty("text", out var text)
            && text.ValueKind == JsonValueKind.Object;
    }

    /// <summary>A suite's records whatever their split: nothing is trained on them here.</summary>
    private static List<Prompt> OfSuite(SuiteContent content, string path, string name)
    {
        List<Prompt> prompts =
        [
            .. from record in content.Records
            from text in record.Text
            select new Prompt(
                record.Id,
                record.Class == PromptClass.Harmful ? PromptClass.Harmful : PromptClass.Borderline,
                Split.Test,
                record.Category,
                text.Key,
                text.Value,
                OtherPrompts: true
            )
            {
                Set = name,
            },
        ];
        return prompts.Count > 0 ? prompts : throw new BadInputException(path, "holds no prompt", Expected);
    }
}
