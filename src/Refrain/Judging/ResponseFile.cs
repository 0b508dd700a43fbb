using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Refrain.Judging;

/// <summary>Reads responses to judge: JSONL, or CSV with a header. Only <c>response</c> (or <c>opening</c>) and <c>language</c> are required.</summary>
internal static class ResponseFile
{
    private const long LargestFile = 1L << 29; // 512 MiB: a row is read whole, so the file bounds the memory

    /// <summary>The rows in the file's order. The first bad row is an error that names file and line.</summary>
    /// <param name="path">The file; <c>.csv</c> is read as CSV, anything else as JSONL.</param>
    /// <param name="language">The language of rows that name none, or null.</param>
    public static IReadOnlyList<LabelledResponse> Read(string path, string? language = null)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new BadInputException(path, "does not exist", "a JSONL or CSV file of responses", "Check the path.");
        }

        if (file.Length > LargestFile)
        {
            throw new BadInputException(path, $"has {file.Length} bytes", $"at most {LargestFile}", "Split the file.");
        }

        var rows = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? ReadCsv(path) : ReadJsonLines(path);
        var responses = rows.Select(row => Convert(path, row.Line, row.Field, language)).ToList();
        return responses.Count > 0 ? responses : throw new BadInputException(path, "has no rows", "one response a line");
    }

    private static IEnumerable<(int Line, Func<string, string?> Field)> ReadJsonLines(string path)
    {
        int number = 0;
        foreach (string line in File.ReadLines(path, new UTF8Encoding(false, throwOnInvalidBytes: false)))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            using var document = ParseLine(path, number, line);
            yield return (number, name => document.RootElement.TryGetProperty(name, out var value) ? Text(path, number, name, value) : null);
        }
    }

    private static JsonDocument ParseLine(string path, int number, string line)
    {
        string place = $"{path}: line {number}";
        try
        {
            var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new BadInputException(place, $"is {BadInputException.Show(line)}", "a JSON object");
        }
        catch (JsonException error)
        {
            throw new BadInputException(place, $"is no JSON: {BadInputException.Show(line)}", "one JSON object a line", inner: error);
        }
    }

    private static string? Text(string path, int number, string name, JsonElement value)
    {
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => value.GetString(),
                _ => value.GetRawText(),
            };
        }
        catch (InvalidOperationException error)
        {
            // A lone surrogate escape passes the parser and fails here.
            throw new BadInputException($"{path}: line {number}", $"{name} is no valid text", "paired surrogates", inner: error);
        }
    }

    private static IEnumerable<(int Line, Func<string, string?> Field)> ReadCsv(string path)
    {
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MaxFieldSize = 1 << 24 };
        using var reader = new StreamReader(path, new UTF8Encoding(false));
        using var parser = new CsvParser(reader, settings);
        if (!NextRow(parser, path) || parser.Record is not { } header)
        {
            throw new BadInputException(path, "is empty", "a header line with response and language");
        }

        while (true)
        {
            // The row's first line: quoted fields can span several.
            int line = parser.RawRow + 1;
            if (!NextRow(parser, path))
            {
                yield break;
            }

            string[] record = parser.Record ?? [];
            if (record.Length != header.Length)
            {
                throw new BadInputException($"{path}: line {line}", $"has {record.Length} fields", $"{header.Length}, as the header has", "Quote fields that hold commas.");
            }

            yield return (line, name => Array.IndexOf(header, name) is >= 0 and var column && record[column].Length > 0 ? record[column] : null);
        }
    }

    private static bool NextRow(CsvParser parser, string path)
    {
        try
        {
            return parser.Read();
        }
        catch (CsvHelperException error)
        {
            throw new BadInputException($"{path}: line {parser.RawRow}", "is no CSV that can be read", "fields of at most 16 MiB with closed quotes", inner: error);
        }
    }

    private static LabelledResponse Convert(string path, int line, Func<string, string?> field, string? language)
    {
        string place = $"{path}: line {line}";
        string? rowLanguage = language ?? field("language");
        if (string.IsNullOrWhiteSpace(rowLanguage))
        {
            throw new BadInputException(place, "names no language", "a field language", "Add it, or give --language for all rows.");
        }

        // CSV has no difference between an empty response and none.
        string? response = field("response") ?? field("opening") ?? (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "" : null);
        return response is null
            ? throw new BadInputException(place, "has no response", "a field response (or opening)")
            : new LabelledResponse(response, rowLanguage.Trim(), field("model") ?? "", field("condition") ?? "", Flag(place, "refusal", field), Flag(place, "substring_refusal", field));
    }

    private static bool? Flag(string place, string name, Func<string, string?> field) => field(name) switch
    {
        null => null,
        "1" or "true" or "True" => true,
        "0" or "false" or "False" => false,
        var other => throw new BadInputException(place, $"{name} is {BadInputException.Show(other)}", "0, 1, true or false"),
    };
}
