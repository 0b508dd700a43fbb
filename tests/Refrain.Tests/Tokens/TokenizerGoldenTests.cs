using System.Text.Json;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>450 texts, hostile ones among them, through four real tokenizers: everything as the tokenizers library says.</summary>
public class TokenizerGoldenTests
{
    public static TheoryData<string> Names => ["llama3_1", "qwen3", "gemma3", "llama2"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_text_gets_the_ids_of_the_reference(string name)
    {
        (string[] texts, JsonElement expected) = Golden(name);
        Tokenizer tokenizer = TokenizerFolders.Load(name);
        Compare(texts, expected.GetProperty("encode"), text => Show(tokenizer.Encode(text)), Show);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Special_tokens_are_added_where_the_reference_adds_them(string name)
    {
        (string[] texts, JsonElement expected) = Golden(name);
        Tokenizer tokenizer = TokenizerFolders.Load(name);
        Compare(texts, expected.GetProperty("encode_with_special"), text => Show(tokenizer.Encode(text, addSpecialTokens: true)), Show);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_decode_to_the_text_of_the_reference(string name)
    {
        (string[] texts, JsonElement expected) = Golden(name);
        Tokenizer tokenizer = TokenizerFolders.Load(name);
        Compare(texts, expected.GetProperty("decode"), text => tokenizer.Decode(tokenizer.Encode(text)), value => value.GetString()!);
        Compare(
            texts,
            expected.GetProperty("decode_skip_special"),
            text => tokenizer.Decode(tokenizer.Encode(text), skipSpecialTokens: true),
            value => value.GetString()!
        );
    }

    public static (string[] Texts, JsonElement Expected) Golden(string name)
    {
        using JsonDocument texts = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "tokenizers", "texts.json")));
        JsonDocument expected = JsonDocument.Parse(File.ReadAllBytes(Shared.Path("golden", "tokenizers", $"{name}.json")));
        return ([.. texts.RootElement.EnumerateArray().Select(text => text.GetString()!)], expected.RootElement);
    }

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
        // all texts, but for the special tokens around them, which the reference has for 40
        Assert.True(expected.GetArrayLength() is 40 or 450);
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {expected.GetArrayLength()} differ\n{string.Join('\n', wrong.Take(8))}");
    }

    private static string Show(IEnumerable<int> ids) => string.Join(' ', ids);

    private static string Show(JsonElement ids) => string.Join(' ', ids.EnumerateArray().Select(id => id.GetInt32()));
}
