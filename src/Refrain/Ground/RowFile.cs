using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;

namespace Refrain.Ground;

/// <summary>
/// Rows of JSONL, or of CSV with a header (separated by commas, semicolons or tabs, as the header is); hostile until checked.
/// </summary>
internal static class RowFile
{
    private const long LargestFile = 1L << 29; // 512 MiB: a row is read whole, so the file bounds the memory
    private const int LargestField = 1 << 24;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>True for a file that is read as CSV: <c>.csv</c> and <c>.tsv</c>.</summary>
    public static bool IsCsv(string path) =>
        path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase);

    /// <summary>The rows in the file's order, each valid until the next is asked for.</summary>
    /// <param name="path">The file; <c>.csv</c> and <c>.tsv</c> are read as CSV, anything else as JSONL.</param>
    /// <param name="columns">Our name of a field → the file's, where they differ.</param>
    public static IEnumerable<FileRow> Read(string path, IReadOnlyDictionary<string, string>? columns = null)
    {
        CheckSize(path);
        string Named(string name) => columns?.GetValueOrDefault(name) ?? name;
        return (IsCsv(path) ? Csv(path) : JsonLines(path)).Select(row => new FileRow(
            row.Place,
            name => row.Field(Named(name)),
            name => row.Has(Named(name)),
            row.IsText
        ));
    }

    /// <summary>The objects of a JSONL file in its order, each valid until the next is asked for.</summary>
    public static IEnumerable<(string Place, JsonElement Object)> ReadObjects(string path)
    {
        CheckSize(path);
        return Objects(path);
    }

    /// <summary>A flag's value; null where the row has none.</summary>
    public static bool? Flag(FileRow row, string name) =>
        row.Field(name) switch
        {
            null => null,
            "1" or "true" or "True" => true,
            "0" or "false" or "False" => false,
            var other => throw new BadInputException(row.Place, $"{name} is {BadInputException.Show(other)}", "0, 1, true or false"),
        };

    private static IEnumerable<FileRow> JsonLines(string path) =>
        Objects(path)
            .Select(row => new FileRow(
                row.Place,
                name => row.Object.TryGetProperty(name, out var value) ? Text(row.Place, name, value) : null,
                name => row.Object.TryGetProperty(name, out _),
                IsText: false
            ));

    private static IEnumerable<(string Place, JsonElement Object)> Objects(string path)
    {
        using var reader = new StreamReader(path, Strict);
        for (int number = 1; Guarded(path, number, reader.ReadLine) is { } line; number++)
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            string place = $"{path}: line {number}";
            using var document = ParseLine(place, line);
            yield return (place, document.RootElement);
        }
    }

    private static void CheckSize(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new BadInputException(path, "does not exist", "a JSONL or CSV file", "Check the path.");
        }

        if (file.Length > LargestFile)
        {
            throw new BadInputException(path, $"has {file.Length} bytes", $"at most {LargestFile}", "Split the file.");
        }
    }

    private static JsonDocument ParseLine(string place, string line)
    {
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

    private static string? Text(string place, string name, JsonElement value)
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
            throw new BadInputException(place, $"{name} is no valid text", "paired surrogates", inner: error);
        }
    }

    private static IEnumerable<FileRow> Csv(string path)
    {
        string? bad = null;
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiter(path),
            MaxFieldSize = LargestField,
            BadDataFound = found => bad ??= found.Field,
        };
        using var reader = new StreamReader(path, Strict);
        using var parser = new CsvParser(reader, settings);
        if (!Next(parser, path) || parser.Record is not { } names)
        {
            throw new BadInputException(path, "is empty", "a header line with the columns' names");
        }

        string[] header = [.. names.Select(name => name.Trim())];
        if (
            header
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .FirstOrDefault(same => same.Key.Length > 0 && same.Count() > 1) is
            { } twice
        )
        {
            throw new BadInputException($"{path}: line 1", $"names {BadInputException.Show(twice.Key)} twice", "every column once");
        }

        while (true)
        {
            // The row's first line: quoted fields can span several.
            string place = $"{path}: line {parser.RawRow + 1}";
            if (!Next(parser, path))
            {
                yield break;
            }

            string[] record = parser.Record ?? [];
            if (bad is not null || EndsInsideQuotes(parser.RawRecord))
            {
                throw new BadInputException(
                    place,
                    $"has quotes that do not pair: {BadInputException.Show(bad ?? parser.RawRecord)}",
                    "fields in quotes whole, quotes inside of them doubled"
                );
            }

            if (record.Length != header.Length)
            {
                throw new BadInputException(
                    place,
                    $"has {record.Length} fields",
                    $"{header.Length}, as the header has",
                    "Quote fields that hold separators."
                );
            }

            int Column(string name) => Array.FindIndex(header, column => column.Equals(name, StringComparison.OrdinalIgnoreCase));
            yield return new FileRow(
                place,
                name => Column(name) is >= 0 and var at && record[at].Length > 0 ? record[at] : null,
                name => Column(name) >= 0,
                IsText: true
            );
        }
    }

    // Names of columns hold no separators, texts do: so the header decides.
    private static string Delimiter(string path)
    {
        using var reader = new StreamReader(path, Strict);
        string header = Guarded(path, 1, reader.ReadLine) ?? "";
        return header.Contains('\t') ? "\t"
            : !header.Contains(',') && header.Contains(';') ? ";"
            : ",";
    }

    // The parser takes the end of the file for a closing quote.
    private static bool EndsInsideQuotes(string record) => record.Count(c => c == '"') % 2 == 1;

    private static bool Next(CsvParser parser, string path)
    {
        try
        {
            return Guarded(path, parser.RawRow + 1, () => parser.Read());
        }
        catch (CsvHelperException error)
        {
            throw new BadInputException(
                $"{path}: line {parser.RawRow}",
                "is no CSV that can be read",
                "fields of at most 16 MiB with closed quotes",
                inner: error
            );
        }
    }

    private static T Guarded<T>(string path, int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException error)
        {
            throw new BadInputException(
                $"{path}: line {line} or soon after",
                "is no UTF-8 text",
                "UTF-8, or UTF-16 with a byte order mark",
                "Save the file as UTF-8.",
                error
            );
        }
    }
}
