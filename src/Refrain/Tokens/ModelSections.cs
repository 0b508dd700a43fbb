using System.Text;
using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>The values of a tokenizer.json's <c>model</c>, by name; the great lists are read from their bytes as they pass.</summary>
/// <exception cref="BadInputException">Thrown by every member when the value is missing or malformed.</exception>
internal sealed class ModelSections(Dictionary<string, ReadOnlyMemory<byte>> sections, string place)
{
    public string Place => place;

    public bool Has(string name) => sections.ContainsKey(name);

    /// <summary>A small value as a document; null when absent.</summary>
    public JsonPart Part(string name) =>
        new(
            sections.TryGetValue(name, out ReadOnlyMemory<byte> bytes) ? JsonDocument.Parse(bytes).RootElement : default,
            $"{place}.{name}"
        );

    public string Text(string name) => Part(name) is { IsNull: false } part ? part.String() : throw Part(name).Wrong("a text");

    public int Number(string name) => Part(name).Number();

    /// <summary>False when absent.</summary>
    public bool Flag(string name) =>
        Part(name) is { IsNull: false } given
        && (
            given.Element.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? given.Element.GetBoolean()
                : throw given.Wrong("true or false")
        );

    public ReadOnlySpan<byte> Bytes(string name, string expected) =>
        sections.TryGetValue(name, out ReadOnlyMemory<byte> section)
            ? section.Span
            : throw new BadInputException($"{place}.{name}", "is missing", expected);

    /// <summary>Whether a value begins a list.</summary>
    public bool IsList(string name) => sections.TryGetValue(name, out ReadOnlyMemory<byte> section) && section.Span[0] == '[';

    /// <summary>Reads <c>vocab</c> as an object of tokens and ids.</summary>
    public Vocabulary Vocabulary()
    {
        ReadOnlySpan<byte> json = Bytes("vocab", "an object of tokens and ids");
        string vocabularyPlace = $"{place}.vocab";
        var vocabulary = new Vocabulary(json.Length / 24);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new BadInputException(vocabularyPlace, $"is a {reader.TokenType}", "an object of tokens and ids");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string token = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id))
            {
                string shown =
                    reader.TokenType is JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.TokenType.ToString();
                throw new BadInputException(
                    vocabularyPlace,
                    $"gives token {BadInputException.Show(token)} the id {BadInputException.Show(shown)}",
                    $"an id from 0 to {Tokens.Vocabulary.GreatestId}"
                );
            }

            vocabulary.Add(token, id, vocabularyPlace);
        }

        return vocabulary.Count > 0 ? vocabulary : throw new BadInputException(vocabularyPlace, "is empty", "tokens and ids");
    }
}
