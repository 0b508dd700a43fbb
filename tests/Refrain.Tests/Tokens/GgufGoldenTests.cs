using System.Globalization;
using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Tests.Checkpoints;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>
/// The four real tokenizers, written as GGUF keys into a file: for every text the ids and the decoded text of the reference.
/// </summary>
public class GgufGoldenTests
{
    [Theory]
    [InlineData("llama2", "llama", "default")]
    [InlineData("llama3_1", "gpt2", "llama-bpe")]
    [InlineData("qwen3", "gpt2", "qwen2")]
    [InlineData("gemma3", "llama", "default")]
    public void A_file_with_the_keys_of_a_real_tokenizer_gives_the_ids_of_the_reference(string name, string model, string pre)
    {
        (string[] texts, JsonElement expected) = TokenizerGoldenTests.Golden(name);
        string path = Path.Combine(Directory.CreateTempSubdirectory("refrain-gguf-").FullName, "tokenizer.gguf");
        try
        {
            File.WriteAllBytes(path, Write(TokenizerFolders.Unpack(name), model, pre));
            Tokenizer tokenizer = CheckpointTokenizer.Load(path);
            Assert.Equal(450, expected.GetProperty("encode").GetArrayLength());
            Compare(texts, expected.GetProperty("encode"), text => Show(tokenizer.Encode(text)), Show);
            Compare(texts, expected.GetProperty("encode_with_special"), text => Show(tokenizer.Encode(text, addSpecialTokens: true)), Show);
            Compare(texts, expected.GetProperty("decode"), text => tokenizer.Decode(tokenizer.Encode(text)), value => value.GetString()!);
            Compare(
                texts,
                expected.GetProperty("decode_skip_special"),
                text => tokenizer.Decode(tokenizer.Encode(text), skipSpecialTokens: true),
                value => value.GetString()!
            );
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    /// <summary>
    /// The keys that a converter writes, with scores that fall as tokenizer.json's merges go on: its converter sorted them by score.
    /// </summary>
    private static byte[] Write(string folder, string model, string pre)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tokenizer.json")));
        using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "tokenizer_config.json")));
        JsonElement parts = json.RootElement.GetProperty("model");
        var tokens = parts
            .GetProperty("vocab")
            .EnumerateObject()
            .ToDictionary(
                entry => entry.Value.GetInt32(),
                entry => (Text: entry.Name, Type: IsByte(entry.Name) && model == "llama" ? 6 : 1)
            );
        foreach (JsonElement token in json.RootElement.GetProperty("added_tokens").EnumerateArray())
        {
            string content = token.GetProperty("content").GetString()!;
            tokens[token.GetProperty("id").GetInt32()] = (
                content,
                content == "<unk>" ? 2
                : token.GetProperty("special").GetBoolean() ? 3
                : 4
            );
        }

        int Id(string name) =>
            config.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
                ? tokens.First(token => token.Value.Text == value.GetString()).Key
                : -1;
        int[] types = [.. Enumerable.Range(0, tokens.Count).Select(id => tokens[id].Type)];
        var gguf = new GgufBuilder();
        gguf.Key("general.architecture", "llama").Key("tokenizer.ggml.model", model).Key("tokenizer.ggml.pre", pre);
        gguf.Key("tokenizer.ggml.tokens", [.. Enumerable.Range(0, tokens.Count).Select(id => tokens[id].Text)]);
        Numbers(gguf, "tokenizer.ggml.token_type", GgufType.Int32, types, BitConverter.GetBytes);
        foreach (
            (string name, string key) in new[]
            {
                ("bos_token", "bos"),
                ("eos_token", "eos"),
                ("unk_token", "unknown"),
                ("pad_token", "padding"),
            }
        )
        {
            if (Id(name) is >= 0 and int id)
            {
                gguf.Key($"tokenizer.ggml.{key}_token_id", (uint)id);
            }
        }

        if (model == "llama")
        {
            Dictionary<string, int> ranks = [];
            foreach (string product in Merges(parts).Select(merge => string.Concat(merge)))
            {
                ranks.TryAdd(product, ranks.Count);
            }

            Numbers(
                gguf,
                "tokenizer.ggml.scores",
                GgufType.Float32,
                [.. types.Select((type, id) => type == 1 ? -ranks.GetValueOrDefault(tokens[id].Text, ranks.Count) : 0)],
                score => BitConverter.GetBytes((float)score)
            );
            gguf.Key("tokenizer.ggml.add_bos_token", GgufType.Boolean, [1])
                .Key(
                    "tokenizer.ggml.add_space_prefix",
                    GgufType.Boolean,
                    [(byte)(folder.Contains("llama2", StringComparison.Ordinal) ? 1 : 0)]
                );
        }
        else
        {
            gguf.Key("tokenizer.ggml.merges", [.. Merges(parts).Select(merge => string.Join(' ', merge))]);
        }

        return gguf.Bytes();
    }

    private static IEnumerable<string[]> Merges(JsonElement model) =>
        model
            .GetProperty("merges")
            .EnumerateArray()
            .Select(merge =>
                merge.ValueKind == JsonValueKind.String ? merge.GetString()!.Split(' ') : [merge[0].GetString()!, merge[1].GetString()!]
            );

    private static bool IsByte(string token) =>
        token.Length == 6
        && token.StartsWith("<0x", StringComparison.Ordinal)
        && int.TryParse(token.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _);

    private static void Numbers(GgufBuilder gguf, string key, GgufType type, int[] values, Func<int, byte[]> bytes) =>
        gguf.Key(
            key,
            GgufType.Array,
            [.. BitConverter.GetBytes((uint)type), .. BitConverter.GetBytes((ulong)values.Length), .. values.SelectMany(bytes)]
        );

    private static void Compare(string[] texts, JsonElement expected, Func<string, string> actual, Func<JsonElement, string> show)
    {
        string[] wrong =
        [
            .. expected
                .EnumerateArray()
                .Select((value, index) => (value, index))
                .Where(pair => actual(texts[pair.index]) != show(pair.value))
                .Select(pair =>
                    $"{pair.index}: {texts[pair.index]}\n  expected {show(pair.value)}\n  actual   {actual(texts[pair.index])}"
                ),
        ];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {expected.GetArrayLength()} differ\n{string.Join('\n', wrong.Take(8))}");
    }

    private static string Show(IEnumerable<int> ids) => string.Join(' ', ids);

    private static string Show(JsonElement ids) => string.Join(' ', ids.EnumerateArray().Select(id => id.GetInt32()));
}
