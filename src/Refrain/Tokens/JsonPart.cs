using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>A JSON value with the place where it stands, so that every problem names it.</summary>
/// <exception cref="BadInputException">Thrown by every member when the value is missing or of another kind.</exception>
internal readonly record struct JsonPart(JsonElement Element, string Place)
{
    /// <summary>The value of <c>type</c>, which says which part of a tokenizer this is.</summary>
    public string Type => Text("type");

    public bool IsNull => Element.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined;

    public string Text(string name) => OptionalText(name) ?? throw Missing(name, "a text");

    public string? OptionalText(string name)
    {
        JsonPart part = Part(name);
        return part.IsNull ? null : part.String();
    }

    /// <summary>The value itself as a text.</summary>
    public string String()
    {
        if (Element.ValueKind != JsonValueKind.String)
        {
            throw Wrong("a text");
        }

        try
        {
            return Element.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new BadInputException(Place, "holds half of a surrogate pair or malformed UTF-8", "text in UTF-8", inner: error);
        }
    }

    /// <summary>A text of one code point.</summary>
    public string Character(string name)
    {
        string text = Text(name);
        return text.Length > 0 && UnicodeClasses.Count(text) == 1
            ? text
            : throw new BadInputException($"{Place}.{name}", $"is {BadInputException.Show(text)}", "one character");
    }

    public bool Flag(string name, bool absent)
    {
        JsonPart part = Part(name);
        return part.Element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null or JsonValueKind.Undefined => absent,
            _ => throw part.Wrong("true or false"),
        };
    }

    public int Number(string name, int? absent = null)
    {
        JsonPart part = Part(name);
        return part.IsNull ? absent ?? throw Missing(name, "a number") : part.Number();
    }

    /// <summary>The value itself as a number from 0 to 2³¹ − 1.</summary>
    public int Number() =>
        Element.ValueKind == JsonValueKind.Number && Element.TryGetInt32(out int number) && number >= 0
            ? number
            : throw Wrong("a whole number from 0 to 2147483647");

    /// <summary>The named value; <see cref="IsNull"/> when absent.</summary>
    public JsonPart Part(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong("an object");
        }

        return new(Element.TryGetProperty(name, out JsonElement value) ? value : default, $"{Place}.{name}");
    }

    public IEnumerable<JsonPart> Items(string name)
    {
        JsonPart list = Part(name);
        return list.Element.ValueKind == JsonValueKind.Array ? list.Items() : throw list.Wrong("a list");
    }

    /// <summary>The steps of a sequence; at most 64, since each may hold an expression to compile.</summary>
    public IEnumerable<JsonPart> Steps(string name)
    {
        JsonPart[] steps = [.. Items(name)];
        return steps.Length <= 64 ? steps : throw new BadInputException($"{Place}.{name}", $"has {steps.Length} steps", "at most 64");
    }

    public IEnumerable<JsonPart> Items()
    {
        string place = Place;
        return Element.EnumerateArray().Select((item, index) => new JsonPart(item, $"{place}[{index}]"));
    }

    /// <summary>This value is not what it should be.</summary>
    public BadInputException Wrong(string expected) =>
        IsNull ? new(Place, "is missing", expected) : new(Place, $"is {BadInputException.Show(Element.GetRawText())}", expected);

    private BadInputException Missing(string name, string expected) => new($"{Place}.{name}", "is missing", expected);
}
