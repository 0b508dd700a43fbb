using System.Globalization;
using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>Reads a tokenizer and its roles from the files of a Hugging Face folder.</summary>
internal static class TokenizerFolder
{
    private static readonly JsonPart Nothing = new(JsonDocument.Parse("{}").RootElement, "");

    public static Tokenizer Read(string folder)
    {
        string path = Path.Combine(folder, "tokenizer.json");
        if (!File.Exists(path))
        {
            throw new BadInputException(
                folder,
                "holds no tokenizer.json",
                "a folder with a tokenizer.json",
                "Save the tokenizer in the fast format, or download that file too."
            );
        }

        TokenizerParts parts = TokenizerFile.Read(path);
        JsonPart config = Document(folder, "tokenizer_config.json"),
            map = Document(folder, "special_tokens_map.json"),
            generation = Document(folder, "generation_config.json");
        Dictionary<string, string> named = [];
        foreach (JsonPart source in new[] { map, config })
        {
            foreach (
                JsonProperty property in source
                    .Element.EnumerateObject()
                    .Where(property => property.Name.EndsWith("_token", StringComparison.Ordinal))
            )
            {
                if (TokenText(source.Part(property.Name)) is string text)
                {
                    named[property.Name] = text;
                }
            }
        }

        (string? template, string place) = ChatTemplateSource.Find(folder, config);
        var special = new SpecialTokens
        {
            Named = named,
            Additional = [.. Additional(config).Concat(Additional(map)).Distinct(StringComparer.Ordinal)],
            EndIds = EndIds(generation.Part("eos_token_id")),
            ChatTemplate = template,
            ChatTemplatePlace = place,
        };
        return new Tokenizer(parts with { Added = [.. parts.Added, .. Declared(parts, config, special)] }, special);
    }

    /// <summary>An optional file as JSON; an empty object when it is absent.</summary>
    public static JsonPart Document(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
        {
            return Nothing with { Place = path };
        }

        try
        {
            var part = new JsonPart(JsonDocument.Parse(TokenizerFile.ReadBytes(path)).RootElement, path);
            return part.Element.ValueKind == JsonValueKind.Object ? part : throw part.Wrong("an object");
        }
        catch (JsonException error)
        {
            throw new BadInputException(path, $"is not JSON: {error.Message}", "an object", "Download the file again.", error);
        }
    }

    /// <summary>
    /// Tokens that only tokenizer_config.json declares: transformers adds them as well, so that they are recognised inside a text.
    /// </summary>
    private static IEnumerable<AddedToken> Declared(TokenizerParts parts, JsonPart config, SpecialTokens special)
    {
        var known = parts.Added.Select(token => token.Content).ToHashSet(StringComparer.Ordinal);
        var taken = parts.Added.Select(token => token.Id).ToHashSet();
        Vocabulary vocabulary = parts.Model.Vocabulary;
        JsonPart decoder = config.Part("added_tokens_decoder");
        foreach (JsonProperty entry in decoder.Element.ValueKind == JsonValueKind.Object ? decoder.Element.EnumerateObject() : default)
        {
            if (!int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id > Vocabulary.GreatestId)
            {
                throw new BadInputException(
                    decoder.Place,
                    $"has the key {BadInputException.Show(entry.Name)}",
                    $"ids from 0 to {Vocabulary.GreatestId}"
                );
            }

            AddedToken token = AddedToken.Read(new(entry.Value, $"{decoder.Place}.{entry.Name}"), id);
            int inVocabulary = vocabulary.Id(token.Content);
            bool agrees = inVocabulary >= 0 ? inVocabulary == id : vocabulary.Token(id) is null && !taken.Contains(id);
            if (token.Content.Length > 0 && agrees && known.Add(token.Content))
            {
                taken.Add(id);
                yield return token;
            }
        }

        foreach (string content in special.Named.Values.Concat(special.Additional))
        {
            if (vocabulary.Id(content) is >= 0 and int id && content.Length > 0 && known.Add(content))
            {
                yield return new AddedToken(id, content) { Special = true };
            }
        }
    }

    /// <summary>A token given as a text or as an object with its text; null for anything else, such as the flag add_bos_token.</summary>
    private static string? TokenText(JsonPart part) =>
        part.Element.ValueKind switch
        {
            JsonValueKind.String => part.String(),
            JsonValueKind.Object => part.OptionalText("content"),
            _ => null,
        };

    private static IEnumerable<string> Additional(JsonPart source)
    {
        JsonPart list = source.Part("additional_special_tokens");
        return list.Element.ValueKind == JsonValueKind.Array ? list.Items().Select(TokenText).OfType<string>() : [];
    }

    private static IReadOnlyList<int> EndIds(JsonPart part) =>
        part.Element.ValueKind switch
        {
            JsonValueKind.Array => [.. part.Items().Select(id => id.Number())],
            JsonValueKind.Number => [part.Number()],
            _ => [],
        };
}
