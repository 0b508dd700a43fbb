using System.Text;
using System.Text.Json.Nodes;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>Small tokenizers for the tests: a vocabulary of single characters, to which a test adds what it is about.</summary>
internal static class TokenizerBuilder
{
    public const string Place = "tokenizer.json";

    /// <summary>A tokenizer.json as a tree: every ASCII character a token, and those given.</summary>
    public static JsonObject Json(params string[] furtherTokens)
    {
        var vocabulary = new JsonObject();
        foreach (string token in Enumerable.Range(' ', 95).Select(character => ((char)character).ToString()).Concat(furtherTokens))
        {
            vocabulary[token] = vocabulary.Count;
        }

        return new JsonObject
        {
            ["added_tokens"] = new JsonArray(),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray(),
            },
        };
    }

    /// <summary>The same with one part set, given as JSON.</summary>
    public static JsonObject With(this JsonObject json, string name, string value)
    {
        json[name] = JsonNode.Parse(value);
        return json;
    }

    public static Tokenizer Build(this JsonObject json) => Build(json.ToJsonString());

    public static Tokenizer Build(string json) => new(TokenizerFile.Read(Encoding.UTF8.GetBytes(json), Place), new SpecialTokens());

    /// <summary>The tokens of a text with a bar between pieces, as the pre-tokenizer cuts it.</summary>
    public static string Cut(string preTokenizer, string text)
    {
        using var json = System.Text.Json.JsonDocument.Parse(preTokenizer);
        List<Piece> pieces = PreTokenizers.Read(new JsonPart(json.RootElement, "pre_tokenizer"))([Piece.Whole(text, true)]);
        return string.Join('|', pieces.Select(piece => piece.Text.ToString()));
    }
}
