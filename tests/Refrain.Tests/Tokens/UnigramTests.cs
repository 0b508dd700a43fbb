using CsCheck;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>The Viterbi search against every segmentation there is.</summary>
public class UnigramTests
{
    private static readonly Gen<string> Texts = Gen.OneOfConst("a", "b", "é", "𠮷", "▁").Array[1, 9].Select(string.Concat);

    [Fact]
    public void The_best_of_all_segmentations_is_found() =>
        Gen.Select(Texts.Where(text => text.Length < 6).Array[1, 10], Gen.Double[-9, -0.1].Array[12], Texts, Gen.Bool)
            .Sample(
                (tokens, scores, text, fallback) =>
                {
                    string[] all = [.. new[] { "<unk>", "a" }.Concat(tokens).Distinct()];
                    double[] score = [0, .. scores.Take(all.Length - 1)];
                    UnigramModel model = Build(all, score, 0, fallback);
                    var ids = new List<int>();
                    model.Encode(text, ids);
                    double unknown = score.Min() - 10;
                    double best = Segmentations(text, all).Max(path => path.Sum(piece => Score(piece)));
                    string[] known = [.. ids.Where(id => id != 0).Select(id => all[id])];

                    // Unknown neighbours are one id; what lies between known tokens is unknown, a code point a step.
                    int unknownPoints = UnicodeClasses.Count(text) - known.Sum(token => UnicodeClasses.Count(token));
                    Assert.Equal(best, known.Sum(Score) + (unknownPoints * unknown), 9);
                    double Score(string piece) => Array.IndexOf(all, piece) is >= 0 and int id ? score[id] : unknown;
                },
                iter: 2000
            );

    [Fact]
    public void Of_equal_sums_the_longest_last_token_counts()
    {
        var ids = new List<int>();
        Build(["<unk>", "a", "aa"], [0, -1, -1], 0, false).Encode("aaa", ids);
        Assert.Equal([1, 2], ids);
    }

    [Fact]
    public void Unknown_neighbours_are_one_token_or_their_bytes()
    {
        var ids = new List<int>();
        Build(["<unk>", "a"], [0, -1], 0, true).Encode("éüa", ids);
        Assert.Equal([0, 1], ids);
        string[] bytes = ["<unk>", "a", .. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
        ids.Clear();
        Build(bytes, [0, .. Enumerable.Repeat(-1.0, 257)], 0, true).Encode("éa", ids);
        Assert.Equal([2 + 0xC3, 2 + 0xA9, 1], ids);
    }

    [Fact]
    public void Text_without_tokens_needs_an_unknown_token()
    {
        UnigramModel model = Build(["a"], [-1], null, false);
        Assert.Contains(
            "model.unk_id: is missing, and the text holds é",
            Assert.Throws<BadInputException>(() => model.Encode("aé", [])).Message
        );
    }

    [Theory]
    [InlineData("-9.1234560012817383", -9.1234560012817383)]
    [InlineData("0", 0)]
    [InlineData("-3.5E+2", -350)]
    [InlineData("123456789012345678901234", 1.2345678901234568e23)]
    [InlineData("1e-320", 1e-320)]
    public void Scores_are_read_to_the_last_place_but_one(string text, double expected) =>
        Assert.InRange(
            DecimalScores.Parse(System.Text.Encoding.ASCII.GetBytes(text)),
            expected.Equals(0) ? 0 : Math.BitDecrement(expected),
            expected.Equals(0) ? 0 : Math.BitIncrement(expected)
        );

    /// <summary>A place where the library, and so we, read the neighbour of the nearest double: seen with tokenizers 0.23.2.</summary>
    [Fact]
    public void Every_score_of_random_digits_is_within_one_unit_of_the_last_place() =>
        Gen.Double[-20, 0]
            .Sample(value =>
                Math.Abs(
                    BitConverter.DoubleToInt64Bits(
                        DecimalScores.Parse(
                            System.Text.Encoding.ASCII.GetBytes(value.ToString("F17", System.Globalization.CultureInfo.InvariantCulture))
                        )
                    )
                        - BitConverter.DoubleToInt64Bits(
                            double.Parse(
                                value.ToString("F17", System.Globalization.CultureInfo.InvariantCulture),
                                System.Globalization.CultureInfo.InvariantCulture
                            )
                        )
                ) <= 1
            );

    private static UnigramModel Build(string[] tokens, double[] scores, int? unknown, bool fallback)
    {
        var vocabulary = new Vocabulary();
        for (int id = 0; id < tokens.Length; id++)
        {
            vocabulary.Add(tokens[id], id, "vocab");
        }

        return new(vocabulary, scores, unknown, fallback, "model");
    }

    /// <summary>All ways to cut a text into tokens, and single code points that are none.</summary>
    private static IEnumerable<string[]> Segmentations(string text, string[] tokens)
    {
        if (text.Length == 0)
        {
            yield return [];
            yield break;
        }

        for (int length = 1; length <= text.Length; length++)
        {
            string piece = text[..length];
            bool single = UnicodeClasses.Count(piece) == 1 && !char.IsHighSurrogate(piece[^1]);
            if (tokens.Contains(piece) || single)
            {
                foreach (string[] rest in Segmentations(text[length..], tokens))
                {
                    yield return [piece, .. rest];
                }
            }
        }
    }
}
