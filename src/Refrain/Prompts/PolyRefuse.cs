using System.Text.Json;
using System.Text.RegularExpressions;

namespace Refrain.Prompts;

/// <summary>
/// Reads PolyRefuse's folder: <c>{class}_{split}_translated_{language}.json</c>, each a list of rows. A row's number is its id.
/// Test rows hold the English <c>instruction</c> and <c>instruction_translated</c>, by which rows are aligned; train and val rows hold
/// only <c>instruction</c>, in the file's own language, and are aligned by their number. Folders inside (back-translations) are not read.
/// </summary>
internal static partial class PolyRefuse
{
    private const int MaximumFiles = 2_000;

    public static SuiteContent Read(string folder)
    {
        var content = new SuiteContent();
        var groups = Files(folder).GroupBy(file => (file.Class, file.Split)).OrderBy(group => group.Key);
        foreach (var group in groups)
        {
            var rows = new PolyRefuseRows(group.Key.Class, group.Key.Split, content);

            // English first: it decides which number a prompt has.
            foreach (var file in group.OrderBy(file => file.Language != "en").ThenBy(file => file.Language, StringComparer.Ordinal))
            {
                content.AddLanguage(file.Language, file.Path);
                ReadFile(file, rows);
            }

            rows.Finish(folder);
        }

        return content;
    }

    private static List<PolyRefuseFile> Files(string folder)
    {
        var files = new List<PolyRefuseFile>();
        foreach (string path in Names(folder))
        {
            var name = FileName().Match(Path.GetFileName(path));
            if (!name.Success)
            {
                continue;
            }

            var promptClass = Words<PromptClass>.Find(name.Groups["class"].Value)
                ?? throw new BadInputException(
                    path,
                    $"is of the class {BadInputException.Show(name.Groups["class"].Value)}",
                    "harmful, harmless or borderline"
                );
            var split = Words<Split>.Find(name.Groups["split"].Value)
                ?? throw new BadInputException(
                    path,
                    $"is of the split {BadInputException.Show(name.Groups["split"].Value)}",
                    "train, val or test"
                );
            string language = name.Groups["language"].Value;
            if (!LanguageTag.IsValid(language))
            {
                throw new BadInputException(path, $"is of the language {BadInputException.Show(language)}", LanguageTag.Expected);
            }

            files.Add(new(path, promptClass, split, language));
            if (files.Count > MaximumFiles)
            {
                throw new BadInputException(folder, $"holds more than {MaximumFiles} suite files");
            }
        }

        return files.Count > 0
            ? files
            : throw new BadInputException(
                folder,
                "holds no suite",
                "suite.jsonl, or PolyRefuse's files such as harmful_test_translated_de.json",
                "Give the folder that holds the files themselves."
            );
    }

    private static string[] Names(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*.json");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(folder, "cannot be listed: " + BadInputException.Show(e.Message), inner: e);
        }
    }

    private static void ReadFile(PolyRefuseFile file, PolyRefuseRows rows)
    {
        try
        {
            using var document = SuiteFile.Parse(SuiteFile.Read(file.Path), file.Path);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
            {
                throw new BadInputException(
                    file.Path,
                    $"is {document.RootElement.ValueKind.ToString().ToLowerInvariant()}",
                    "a list of rows"
                );
            }

            int number = 0;
            foreach (var row in document.RootElement.EnumerateArray())
            {
                rows.Add(file, ReadRow(row, file, number++));
            }
        }
        catch (JsonException e)
        {
            throw new BadInputException(
                $"{file.Path}: line {(e.LineNumber ?? 0) + 1}",
                "is not JSON: " + BadInputException.Show(e.Message),
                inner: e
            );
        }
    }

    private static PolyRefuseRow ReadRow(JsonElement row, PolyRefuseFile file, int number)
    {
        if (row.ValueKind == JsonValueKind.Null)
        {
            return new(number, null, null, null);
        }

        string place = $"{file.Path}: row {number}";
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException(
                place,
                $"is {row.ValueKind.ToString().ToLowerInvariant()}",
                "an object {instruction, instruction_translated, category}"
            );
        }

        string? instruction = SuiteFile.Text(row, "instruction", place);
        string? translated = SuiteFile.Text(row, "instruction_translated", place);
        string? category = SuiteFile.Text(row, "category", place);
        if (file.Language == "en")
        {
            return new(number, instruction ?? translated, instruction, category);
        }

        // Outside English a test row without a translation is a hole: its instruction is the English one, not the language's.
        bool bilingual = file.Split == Split.Test || row.TryGetProperty("instruction_translated", out _);
        return bilingual ? new(number, translated, instruction, category) : new(number, instruction, null, category);
    }

    [GeneratedRegex(@"\A(?<class>[^_]+)_(?<split>[^_]+)_translated_(?<language>[^_]+)\.json\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileName();
}

/// <summary>A file of the folder, by its name.</summary>
internal sealed record PolyRefuseFile(string Path, PromptClass Class, Split Split, string Language);

/// <summary>A row as it stands: <c>Text</c> in the file's language, <c>English</c> where the row says what it translates.</summary>
internal sealed record PolyRefuseRow(int Number, string? Text, string? English, string? Category);
