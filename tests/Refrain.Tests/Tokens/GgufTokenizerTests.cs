using System.Text.Json;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>A tokenizer from GGUF keys gives the same ids as the tokenizer.json that the keys were converted from.</summary>
public class GgufTokenizerTests
{
    [Fact]
    public void The_keys_of_aligned_270m_give_the_ids_of_its_tokenizer_json()
    {
        Tokenizer folder = Tokenizer.FromFolder(Shared.Path("models", "aligned-270m"));
        Tokenizer gguf = Tokenizer.FromGguf(GgufKeys.Read(Shared.Path("models", "aligned-270m", "model-q8_0.gguf")));
        Same(folder, gguf);
        Assert.Equal(folder.VocabularySize, gguf.VocabularySize);
        Assert.Equal(folder.Encode("x", addSpecialTokens: true), gguf.Encode("x", addSpecialTokens: true));
        Assert.Equal(folder.ChatTemplate, gguf.ChatTemplate);
        Assert.Equal(folder.EndTokens, gguf.EndTokens);
        Assert.Equal([1, 6], gguf.EndTokens);
    }

    [Theory]
    [InlineData("llama3_1", "llama-bpe")]
    [InlineData("qwen3", "qwen2")]
    public void Byte_level_keys_give_the_ids_of_the_tokenizer_json(string name, string pre)
    {
        Tokenizer folder = TokenizerFolders.Load(name);
        Same(folder, Tokenizer.FromGguf(ByteLevelKeys(name) with { PreTokenizer = pre }));
    }

    [Fact]
    public void Merges_of_tokens_that_are_not_there_are_refused()
    {
        GgufTokenizerKeys keys = GgufKeys.Read(Shared.Path("golden", "gguf", "llama-f32.gguf"));
        Assert.Contains(
            "merges[0]: needs token t, which the vocabulary lacks",
            Assert.Throws<BadInputException>(() => Tokenizer.FromGguf(keys)).Message
        );
    }

    [Fact]
    public void An_unknown_model_or_pre_tokenizer_is_named()
    {
        var keys = new GgufTokenizerKeys { Model = "t5", Tokens = ["a"] };
        Assert.Contains("is t5; expected gpt2 or llama", Assert.Throws<BadInputException>(() => Tokenizer.FromGguf(keys)).Message);
        keys = keys with { Model = "gpt2", PreTokenizer = "superbpe", Merges = [] };
        Assert.Contains(
            "tokenizer.ggml.pre: is superbpe; expected default, llama-bpe",
            Assert.Throws<BadInputException>(() => Tokenizer.FromGguf(keys)).Message
        );
    }

    [Fact]
    public void Lists_of_other_lengths_than_the_tokens_are_refused()
    {
        var keys = new GgufTokenizerKeys
        {
            Model = "llama",
            Tokens = ["a", "b"],
            Scores = [1f],
        };
        Assert.Contains(
            "tokenizer.ggml.scores: has 1 entries; expected 2",
            Assert.Throws<BadInputException>(() => Tokenizer.FromGguf(keys)).Message
        );
        keys = keys with { Scores = [1f, 2f], TokenTypes = [1, 1, 1] };
        Assert.Contains(
            "tokenizer.ggml.token_type: has 3 entries",
            Assert.Throws<BadInputException>(() => Tokenizer.FromGguf(keys)).Message
        );
    }

    [Fact]
    public void Sentencepiece_merges_the_highest_score_first_and_the_leftmost_of_equals()
    {
        var keys = new GgufTokenizerKeys
        {
            Model = "llama",
            Tokens = ["<unk>", "▁", "a", "b", "ab", "ba", "aba", "aa"],
            Scores = [0, -9, -9, -9, -1, -2, -3, -2],
            TokenTypes = [2, 1, 1, 1, 1, 1, 1, 1],
            Unknown = 0,
            AddSpacePrefix = false,
        };
        Tokenizer tokenizer = Tokenizer.FromGguf(keys);
        Assert.Equal([6], tokenizer.Encode("aba"));
        Assert.Equal([3, 6], tokenizer.Encode("baba")); // ab, then aba; never ba and ba
        Assert.Equal([7, 2], tokenizer.Encode("aaa"));
        Assert.Equal([0, 4], tokenizer.Encode("ééab"));
    }

    private static void Same(Tokenizer expected, Tokenizer actual)
    {
        (string[] texts, _) = TokenizerGoldenTests.Golden("gemma3");
        Assert.Equal(450, texts.Length);
        string[] wrong =
        [
            .. texts
                .Where(text => !expected.Encode(text).SequenceEqual(actual.Encode(text)))
                .Select(text => $"{text}\n  {string.Join(' ', expected.Encode(text))}\n  {string.Join(' ', actual.Encode(text))}"),
        ];
        Assert.True(wrong.Length == 0, $"{wrong.Length} differ\n{string.Join('\n', wrong.Take(8))}");
        Assert.All(texts, text => Assert.Equal(expected.Decode(expected.Encode(text)), actual.Decode(actual.Encode(text))));
    }

    private static GgufTokenizerKeys ByteLevelKeys(string name)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(TokenizerFolders.Unpack(name), "tokenizer.json")));
        JsonElement model = json.RootElement.GetProperty("model");
        JsonElement[] added = [.. json.RootElement.GetProperty("added_tokens").EnumerateArray()];
        var tokens = model
            .GetProperty("vocab")
            .EnumerateObject()
            .ToDictionary(entry => entry.Value.GetInt32(), entry => (Text: entry.Name, Type: 1));
        foreach (JsonElement token in added)
        {
            tokens[token.GetProperty("id").GetInt32()] = (
                token.GetProperty("content").GetString()!,
                token.GetProperty("special").GetBoolean() ? 3 : 4
            );
        }

        return new GgufTokenizerKeys
        {
            Model = "gpt2",
            Tokens = [.. Enumerable.Range(0, tokens.Count).Select(id => tokens[id].Text)],
            TokenTypes = [.. Enumerable.Range(0, tokens.Count).Select(id => tokens[id].Type)],
            Merges =
            [
                .. model
                    .GetProperty("merges")
                    .EnumerateArray()
                    .Select(merge => merge.ValueKind == JsonValueKind.String ? merge.GetString()! : $"{merge[0]} {merge[1]}"),
            ],
        };
    }
}
