using Refrain.Checkpoints;
using Refrain.LanguageModels;
using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.Tests.LanguageModels;

public class AnswerStreamTests
{
    private static readonly Tokenizer Demo = Tokenizer.FromFolder(EmbeddedDemo.Extract(CacheFolder.Default));

    [Theory]
    [InlineData("Grüße aus 서울 und ไทย: 👩‍👩‍👧 ẹ̀kọ́")]
    [InlineData("  spaces  and\n\nlines ")]
    public void Pieces_never_break_a_character(string text)
    {
        var (said, thought) = Streamed(text, out var pieces);
        Assert.Equal(text, said);
        Assert.Equal("", thought);
        Assert.All(pieces, piece => Assert.DoesNotContain('\uFFFD', piece.Text));
    }

    [Fact]
    public void A_character_of_several_tokens_comes_with_its_last()
    {
        Streamed("👩", out var pieces);
        Assert.True(pieces.Count > 2);
        Assert.All(pieces[..^2], piece => Assert.Equal("", piece.Text));
    }

    [Theory]
    [InlineData("<think>so and so</think>Yes.", "Yes.", "so and so")]
    [InlineData("<th and nothing more", "<th and nothing more", "")]
    [InlineData("<think>without an end", "", "without an end")]
    [InlineData("<", "<", "")]
    public void Thinking_is_told_from_the_answer(string text, string answer, string thinking) =>
        Assert.Equal((answer, thinking), Streamed(text, out _));

    [Theory]
    [InlineData("one two three", "one ", "two")]
    [InlineData("one two three", "", "on")]
    [InlineData("one two three", "one two three")]
    [InlineData("one two three", "one two three", "four", "threes")]
    [InlineData("aaab", "a", "aab")]
    public void A_stop_sequence_ends_the_text_before_it(string text, string expected, params string[] stops)
    {
        foreach (int size in (int[])[1, 2, 5, 100])
        {
            var stop = new StopText(stops);
            string given = "";
            foreach (char[] piece in text.Chunk(size))
            {
                given += stop.Stopped ? "" : stop.Add(new string(piece), last: false);
            }

            given += stop.Stopped ? "" : stop.Add("", last: true);
            Assert.Equal(expected, given);
            Assert.Equal(expected != text, stop.Stopped);
        }
    }

    private static (string Text, string Thinking) Streamed(string text, out List<AnswerPiece> pieces)
    {
        var stream = new AnswerStream(new AnswerParts(Demo, Thinking.None));
        pieces = [.. Demo.Encode(text).Select(stream.Add)];
        pieces.Add(stream.End(ended: true));
        return (string.Concat(pieces.Select(piece => piece.Text)), string.Concat(pieces.Select(piece => piece.Thinking)));
    }
}
