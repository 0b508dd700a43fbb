using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>Cuts an object in JSON into its values' bytes, without building anything of them.</summary>
internal static class JsonSections
{
    /// <exception cref="BadInputException">Not an object, or a name stands twice.</exception>
    /// <exception cref="JsonException">Not JSON.</exception>
    public static Dictionary<string, ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> json, string place)
    {
        var sections = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new BadInputException(place, $"is a {reader.TokenType}", "an object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (!sections.TryAdd(name, json[start..(int)reader.BytesConsumed]))
            {
                throw new BadInputException(place, $"holds {BadInputException.Show(name)} twice", "each name once");
            }
        }

        while (reader.Read())
        {
            // Throws when anything follows the object.
        }

        return sections;
    }
}
