using System.Text.Json.Nodes;
using CsCheck;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>The fast paths against the plain definition.</summary>
public class BytePairTests
{
    [Fact]
    public void Scanning_and_the_queue_merge_as_the_definition_says()
    {
        MergeTable merges = Table();
        Gen.Int[0, 5]
            .Array[0, 120]
            .Sample(symbols =>
            {
                int[] expected = Naive(merges, symbols);
                int[] scanned = [.. symbols],
                    queued = [.. symbols];
                Assert.Equal(expected, scanned[..BytePairMerging.Scan(merges, scanned)]);
                Assert.Equal(expected, queued[..BytePairMerging.Queue(merges, queued)]);
            });
    }

    [Theory]
    [InlineData("llama2")]
    [InlineData("gemma3")]
    public void Cutting_words_at_their_start_changes_no_id(string name)
    {
        var model = (BytePairModel)TokenizerFolders.Load(name).Model;
        (string[] texts, _) = TokenizerGoldenTests.Golden(name);
        foreach (string text in texts.Append(string.Concat(texts)).Select(text => text.Replace(' ', '▁')))
        {
            List<int> ids = [];
            model.Encode(text, ids);
            Assert.Equal(model.EncodeWhole(text), ids);
        }
    }

    [Fact]
    public void Byte_level_text_survives_encoding_and_decoding()
    {
        Tokenizer tokenizer = Tokenizer.FromFolder(Shared.Path("demo"));
        Gen.String[Gen.Char, 0, 60]
            .Sample(text => Assert.Equal(UnicodeClasses.WithoutLoneSurrogates(text), tokenizer.Decode(tokenizer.Encode(text))));
        Assert.Equal([2], tokenizer.EndTokens);
        Assert.Equal("<|im_end|>", tokenizer.EosToken);
        Assert.Null(tokenizer.BosToken);
    }

    [Theory]
    [InlineData(true, false, "é<€>b", "<0xC3>,<0xA9>,<,<unk>,>,b")] // the euro's bytes are not all there
    [InlineData(false, true, "éé€b", "<unk>,b")]
    [InlineData(false, false, "éé€b", "<unk>,<unk>,<unk>,b")]
    public void Characters_without_a_token_become_bytes_or_unknown(bool fallback, bool fuse, string text, string expected)
    {
        JsonObject json = TokenizerBuilder.Json("<unk>", "<0xC3>", "<0xA9>");
        json["model"]!["unk_token"] = "<unk>";
        json["model"]!["byte_fallback"] = fallback;
        json["model"]!["fuse_unk"] = fuse;
        Tokenizer tokenizer = json.Build();
        Assert.Equal(expected, string.Join(',', tokenizer.Encode(text).Select(tokenizer.TokenOf)));
    }

    [Fact]
    public void Without_an_unknown_token_unknown_characters_are_dropped() =>
        Assert.Equal([1, 2], TokenizerBuilder.Json().Build().Encode("!é\""));

    [Fact]
    public void Merges_are_ignored_where_the_model_says_so()
    {
        JsonObject json = TokenizerBuilder.Json("ab", "abc");
        json["model"]!["merges"] = JsonNode.Parse("""["a b"]""");
        Assert.Equal([95, 'c' - ' '], json.Build().Encode("abc"));
        json["model"]!["ignore_merges"] = true;
        Assert.Equal([96], json.Build().Encode("abc"));
    }

    /// <summary>The definition: of all adjacent pairs the one of lowest rank, the leftmost of equals, again and again.</summary>
    private static int[] Naive(MergeTable merges, int[] symbols)
    {
        List<int> list = [.. symbols];
        while (true)
        {
            var best = Enumerable
                .Range(0, Math.Max(0, list.Count - 1))
                .Select(i =>
                    (At: i, Found: merges.TryGet(list[i], list[i + 1], out int rank, out int product), Rank: rank, Product: product)
                )
                .Where(pair => pair.Found)
                .OrderBy(pair => pair.Rank)
                .ThenBy(pair => pair.At)
                .Select(pair => ((int At, int Product)?)(pair.At, pair.Product))
                .FirstOrDefault();
            if (best is not var (at, merged))
            {
                return [.. list];
            }

            list[at] = merged;
            list.RemoveAt(at + 1);
        }
    }

    /// <summary>Merges over six characters: pairs, and pairs of pairs, in an order that makes them compete; some ranks are equal.</summary>
    private static MergeTable Table()
    {
        var merges = new MergeTable(64);
        (int Left, int Right, int Rank)[] rules =
        [
            (0, 1, 5),
            (1, 0, 3),
            (0, 0, 4),
            (6, 6, 2),
            (2, 3, 1),
            (9, 2, 0),
            (1, 1, 3),
            (7, 0, 6),
            (8, 8, 7),
            (4, 5, 8),
            (5, 4, 8),
            (15, 4, 9),
            (10, 10, 2),
            (13, 1, 1),
        ];
        for (int i = 0; i < rules.Length; i++)
        {
            merges.Add(rules[i].Left, rules[i].Right, rules[i].Rank, 6 + i);
        }

        Assert.Equal(rules.Length, merges.Count);
        return merges;
    }
}
