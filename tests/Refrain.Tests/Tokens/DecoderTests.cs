using System.Text.Json;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

public class DecoderTests
{
    [Theory]
    [InlineData("""{"type": "ByteFallback"}""", "Hey|<0xE5>|<0x8F>|<0xAB>|!", "Hey|叫|!")]
    [InlineData("""{"type": "ByteFallback"}""", "<0xE5>|<0x8F>|a", "\uFFFD\uFFFD|a")] // one for each byte of a run that is not UTF-8
    [InlineData("""{"type": "ByteFallback"}""", "<0xZZ>|<0x61", "<0xZZ>|<0x61")]
    [InlineData("""{"type": "ByteLevel"}""", "Ġhi|Ã|©", " hié")]
    [InlineData("""{"type": "ByteLevel"}""", "ä|½|a", "\uFFFDa")] // one for a truncated sequence
    [InlineData("""{"type": "ByteLevel"}""", "<end>\u0000|한", "<end>\u0000한")] // not of the alphabet: as it is
    [InlineData("""{"type": "Fuse"}""", "a|b", "ab")]
    [InlineData("""{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}""", "▁a|b▁", " a|b ")]
    [InlineData("""{"type": "Strip", "content": " ", "start": 1, "stop": 0}""", "  a|b ", " a|b ")]
    [InlineData("""{"type": "Strip", "content": "H", "start": 0, "stop": 2}""", "HHaHHH|H", "HHaH|")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}""", "▁Hey|▁you", "Hey| you")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never"}""", "▁Hey|▁you", " Hey| you")]
    [InlineData("null", "a|b", "a b")]
    public void Tokens_become_text(string part, string tokens, string expected) => Assert.Equal(expected, Apply(part, tokens));

    [Fact]
    public void An_unknown_decoder_is_named() =>
        Assert.Contains(
            "decoder: is a Sentences decoder; expected ByteLevel",
            Assert.Throws<BadInputException>(() => Apply("""{"type": "Sentences"}""", "x")).Message
        );

    private static string Apply(string part, string tokens)
    {
        using JsonDocument json = JsonDocument.Parse(part);
        return string.Join('|', Decoders.Read(new JsonPart(json.RootElement, "decoder"))([.. tokens.Split('|')]));
    }
}
