using System.Text.Json;

namespace Refrain.Inference;

/// <summary>A JSON file that a user wrote, read field by field with errors that name the file and the field.</summary>
internal sealed class JsonInput
{
    public JsonInput(string path)
    {
        Path = path;
        Root = Parse(path);
    }

    public string Path { get; }

    public JsonElement Root { get; }

    public string Text(JsonElement parent, string name, string? otherwise = null) =>
        Find(parent, name) is not { } value ? otherwise ?? throw Missing(name, "a string")
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw Wrong(name, value, "a string");

    public int Integer(JsonElement parent, string name, int least, int most)
    {
        string expected = $"a whole number from {least} to {most}";
        var value = Find(parent, name) ?? throw Missing(name, expected);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Wrong(name, value, expected);
    }

    public double Number(JsonElement parent, string name, double otherwise) =>
        Find(parent, name) is not { } value ? otherwise
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number
        : throw Wrong(name, value, "a number");

    public JsonElement Object(JsonElement parent, string name)
    {
        var value = Find(parent, name) ?? throw Missing(name, "an object");
        return value.ValueKind == JsonValueKind.Object ? value : throw Wrong(name, value, "an object");
    }

    public IReadOnlyList<JsonElement> Array(JsonElement parent, string name)
    {
        var value = Find(parent, name) ?? throw Missing(name, "an array");
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Wrong(name, value, "an array");
    }

    /// <summary>A member, or null where it is absent or null.</summary>
    public static JsonElement? Find(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public BadInputException Missing(string name, string expected) => new($"{Path}: {name}", "is missing", expected);

    public BadInputException Wrong(string name, JsonElement value, string expected) =>
        new($"{Path}: {name}", $"is {BadInputException.Show(value.GetRawText())}", expected);

    private static JsonElement Parse(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new BadInputException(path, $"holds a {document.RootElement.ValueKind}", "a JSON object");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(path, error.Message, "a JSON file that can be read", inner: error);
        }
        catch (JsonException error)
        {
            throw new BadInputException($"{path}, line {error.LineNumber + 1}", "is not JSON", "a JSON object", inner: error);
        }
    }
}
