using System.Text.Json;

namespace Refrain.Prompts;

/// <summary>
/// Reads <c>suite.jsonl</c>: one object a line, <c>id, class, category, split, text {language: prompt}</c>; other fields are ignored.
/// </summary>
internal static class SuiteLines
{
    private const int MaximumId = 200;

    public static SuiteContent Read(ReadOnlyMemory<byte> content, string file)
    {
        var reading = new SuiteContent();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var positions = new Dictionary<(PromptClass, Split), int>();
        int line = 0;
        while (!content.IsEmpty)
        {
            int end = content.Span.IndexOf((byte)'\n');
            var text = end < 0 ? content : content[..end];
            content = end < 0 ? default : content[(end + 1)..];
            line++;
            if (!text.Span.ContainsAnyExcept(" \t\r"u8))
            {
                continue;
            }

            string place = $"{file}: line {line}";
            var record = ReadLine(text, place, reading);
            int position = positions.GetValueOrDefault((record.Class, record.Split));
            positions[(record.Class, record.Split)] = position + 1;
            if (!ids.Add(record.Id))
            {
                throw new BadInputException(
                    place,
                    $"id {BadInputException.Show(record.Id)} occurs twice",
                    "an id of its own for every prompt"
                );
            }

            reading.Add(record with { Number = position }, place);
        }

        return reading;
    }

    private static SuiteRecord ReadLine(ReadOnlyMemory<byte> line, string place, SuiteContent reading)
    {
        try
        {
            using var document = SuiteFile.Parse(line, place);
            return ReadObject(document.RootElement, place, reading);
        }
        catch (JsonException e)
        {
            throw new BadInputException(place, "is not JSON: " + BadInputException.Show(e.Message), "one JSON object a line", inner: e);
        }
    }

    private static SuiteRecord ReadObject(JsonElement row, string place, SuiteContent reading)
    {
        if (row.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException(place, $"is {row.ValueKind.ToString().ToLowerInvariant()}", "an object {id, class, split, text}");
        }

        string id = Need(row, "id", place);
        if (id.Length is 0 or > MaximumId || id.Any(char.IsControl))
        {
            throw new BadInputException(
                $"{place}: id",
                $"is {BadInputException.Show(id)}",
                $"1 to {MaximumId} characters, no control characters"
            );
        }

        string classWord = Need(row, "class", place);
        var promptClass = Words<PromptClass>.Find(classWord)
            ?? throw new BadInputException($"{place}: class", $"is {BadInputException.Show(classWord)}", "harmful, harmless or borderline");
        string splitWord = Need(row, "split", place);
        var split = Words<Split>.Find(splitWord)
            ?? throw new BadInputException($"{place}: split", $"is {BadInputException.Show(splitWord)}", "train, val or test");
        var record = new SuiteRecord(id, null, promptClass, split, SuiteFile.Text(row, "category", place), new(StringComparer.Ordinal));
        if (!row.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.Object)
        {
            throw new BadInputException($"{place}: text", "is missing or no object", "an object {language: prompt}");
        }

        foreach (var language in text.EnumerateObject())
        {
            ReadLanguage(language, record, $"{place}: text", reading);
        }

        return record;
    }

    private static void ReadLanguage(JsonProperty property, SuiteRecord record, string place, SuiteContent reading)
    {
        string language = property.Name;
        if (!LanguageTag.IsValid(language))
        {
            throw new BadInputException(place, $"has the language {BadInputException.Show(language)}", LanguageTag.Expected);
        }

        reading.AddLanguage(language, place);
        string text = property.Value.ValueKind == JsonValueKind.Null ? "" : SuiteFile.Text(property.Value, $"{place}: {language}");
        if (string.IsNullOrWhiteSpace(text))
        {
            reading.Note(SuiteFindingKind.Empty, language, record.Class, record.Split, record.Id);
        }
        else
        {
            record.Text.Add(language, text);
        }
    }

    private static string Need(JsonElement row, string name, string place) =>
        SuiteFile.Text(row, name, place)
        ?? throw new BadInputException($"{place}: {name}", "is missing", "an object {id, class, split, text}");
}
