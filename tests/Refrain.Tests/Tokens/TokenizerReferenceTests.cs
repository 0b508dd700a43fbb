using System.IO.Compression;
using System.Text.Json;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>
/// What the tokenizers library makes of small tokenizers that use every part; the values come from scripts/tokenizer-reference.
/// </summary>
public class TokenizerReferenceTests
{
    private static readonly Lazy<JsonElement> Parts = new(() =>
    {
        using var packed = new GZipStream(File.OpenRead(PathOf("parts.json.gz")), CompressionMode.Decompress);
        return JsonDocument.Parse(packed).RootElement;
    });

    public static TheoryData<string> Names => [.. Cases().Select(item => item.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_part_does_what_the_library_does(string name)
    {
        JsonElement item = Cases().Single(item => item.GetProperty("name").GetString() == name);
        Tokenizer tokenizer = TokenizerBuilder.Build(item.GetProperty("tokenizer").GetRawText());
        string[] texts = [.. Parts.Value.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];
        JsonElement[] expected = [.. item.GetProperty("expected").EnumerateArray()];
        Assert.Equal(texts.Length, expected.Length);
        var wrong = new List<string>();
        for (int i = 0; i < texts.Length; i++)
        {
            int[] ids = tokenizer.Encode(texts[i]);
            string known = Show(Ids(expected[i], "ids"));
            Compare(texts[i], "ids", known, Show(ids), wrong);
            Compare(
                texts[i],
                "with special",
                expected[i].TryGetProperty("special", out _) ? Show(Ids(expected[i], "special")) : known,
                Show(tokenizer.Encode(texts[i], addSpecialTokens: true)),
                wrong
            );
            Compare(texts[i], "decoded", expected[i].GetProperty("decoded").GetString()!, tokenizer.Decode(Ids(expected[i], "ids")), wrong);
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ\n{string.Join('\n', wrong.Take(8))}");
    }

    [Theory]
    [InlineData("llama2")]
    [InlineData("llama3_1")]
    [InlineData("qwen3")]
    [InlineData("gemma3")]
    public void Our_own_texts_get_the_librarys_ids_in_the_real_tokenizers(string name)
    {
        using JsonDocument real = JsonDocument.Parse(File.ReadAllBytes(PathOf("real.json")));
        JsonElement ids = real
            .RootElement.GetProperty("tokenizers")
            .EnumerateArray()
            .Single(item => item.GetProperty("name").GetString() == name)
            .GetProperty("ids");
        Tokenizer tokenizer = TokenizerFolders.Load(name);
        var wrong = new List<string>();
        foreach (
            (JsonElement text, JsonElement expected) in real.RootElement.GetProperty("texts").EnumerateArray().Zip(ids.EnumerateArray())
        )
        {
            Compare(
                text.GetString()!,
                "ids",
                Show(expected.EnumerateArray().Select(id => id.GetInt32())),
                Show(tokenizer.Encode(text.GetString()!, addSpecialTokens: true)),
                wrong
            );
        }

        Assert.True(ids.GetArrayLength() > 30);
        Assert.True(wrong.Count == 0, $"{wrong.Count} differ\n{string.Join('\n', wrong.Take(8))}");
    }

    private static JsonElement.ArrayEnumerator Cases() => Parts.Value.GetProperty("cases").EnumerateArray();

    private static string PathOf(string file) => Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Tokens", "Reference", file);

    private static int[] Ids(JsonElement item, string name) => [.. item.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];

    private static void Compare(string text, string what, string expected, string actual, List<string> wrong)
    {
        if (expected != actual)
        {
            wrong.Add($"{text}: {what}\n  expected {expected}\n  actual   {actual}");
        }
    }

    private static string Show(IEnumerable<int> ids) => string.Join(' ', ids);
}
