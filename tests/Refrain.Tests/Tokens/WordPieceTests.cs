using CsCheck;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>Word pieces against the plain greedy search.</summary>
public class WordPieceTests
{
    private static readonly Gen<string> Texts = Gen.OneOfConst("a", "b", "é", "𠮷").Array[1, 12].Select(string.Concat);

    [Theory]
    [InlineData("##")]
    [InlineData("")]
    public void The_longest_token_is_taken_each_time(string prefix) =>
        Gen.Select(
                Texts.Where(text => text.Length < 7).Array[0, 8],
                Texts.Where(text => text.Length < 7).Array[0, 8],
                Texts,
                Gen.Int[1, 14]
            )
            .Sample(
                (first, rest, word, longest) =>
                {
                    var vocabulary = new Vocabulary();
                    foreach (string token in first.Concat(rest.Select(text => prefix + text)).Prepend("[UNK]").Distinct())
                    {
                        vocabulary.Add(token, vocabulary.Count, "vocab");
                    }

                    var ids = new List<int>();
                    new WordPieceModel(vocabulary, "[UNK]", prefix, longest, "model").Encode(word, ids);
                    Assert.Equal(Greedy(vocabulary, prefix, longest, word), ids);
                },
                iter: 3000
            );

    [Fact]
    public void A_long_word_takes_no_longer_than_its_length()
    {
        var vocabulary = new Vocabulary();
        vocabulary.Add("[UNK]", 0, "vocab");
        vocabulary.Add("a", 1, "vocab");
        vocabulary.Add("##a", 2, "vocab");
        var ids = new List<int>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        new WordPieceModel(vocabulary, "[UNK]", "##", int.MaxValue, "model").Encode(new string('a', 1 << 20), ids);
        Assert.Equal(1 << 20, ids.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
    }

    [Fact]
    public void A_missing_unknown_token_is_an_error_when_it_is_needed()
    {
        var vocabulary = new Vocabulary();
        vocabulary.Add("a", 0, "vocab");
        var model = new WordPieceModel(vocabulary, "[UNK]", "##", 100, "model");
        model.Encode("a", []);
        Assert.Contains(
            "model.unk_token: is [UNK], which the vocabulary lacks, and the text holds b",
            Assert.Throws<BadInputException>(() => model.Encode("b", [])).Message
        );
    }

    private static int[] Greedy(Vocabulary vocabulary, string prefix, int longest, string word)
    {
        var ids = new List<int>();
        string rest = word;
        bool first = true;
        while (rest.Length > 0 && word.EnumerateRunes().Count() <= longest)
        {
            int length = rest.Length;
            while (length > 0 && vocabulary.Id((first ? "" : prefix) + rest[..length]) < 0)
            {
                length--;
            }

            if (length == 0)
            {
                return [0];
            }

            ids.Add(vocabulary.Id((first ? "" : prefix) + rest[..length]));
            (rest, first) = (rest[length..], false);
        }

        return ids.Count > 0 ? [.. ids] : [0];
    }
}
