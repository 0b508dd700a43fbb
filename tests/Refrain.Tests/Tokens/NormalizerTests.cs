using System.Diagnostics;
using System.Text.Json;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

public class NormalizerTests
{
    [Theory]
    [InlineData("NFC", "cafe\u0301 \u1112\u1161\u11AB \u212B \uFB01", "café 한 Å \uFB01")]
    [InlineData("NFD", "é한Ǻ", "e\u0301\u1112\u1161\u11ABA\u030A\u0301")]
    [InlineData("NFKC", "\uFB01½Ｆ\u00A0ﷺ", "fi1\u20442F صلى الله عليه وسلم")]
    [InlineData("NFKD", "ﬃé", "ffie\u0301")]
    [InlineData("NFC", "a\u0323\u0307 \u0307\u0323", "ạ\u0307 \u0323\u0307")] // marks are ordered by class
    [InlineData("NFC", "\u0958 \U0001D15E", "\u0915\u093C \U0001D157\U0001D165")] // excluded from composition
    [InlineData("NFC", "\U00011099\U000110BA", "\U0001109A")] // composes beyond the basic plane
    [InlineData("NFC", "\u0344", "\u0308\u0301")]
    [InlineData("Lowercase", "ÀΣİ𐐀", "àσi\u0307𐐨")]
    [InlineData("StripAccents", "e\u0301\u20DDx", "ex")]
    public void A_named_form_changes_the_text(string type, string text, string expected) =>
        Assert.Equal(expected, Apply($$"""{"type": "{{type}}"}""", text));

    [Theory]
    [InlineData("""{"type": "Replace", "pattern": {"String": "``"}, "content": "\""}""", "a``b``", "a\"b\"")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": " "}""", "a   b c", "a b c")]
    [InlineData("""{"type": "Prepend", "prepend": "▁"}""", "a", "▁a")]
    [InlineData("""{"type": "Prepend", "prepend": "▁"}""", "", "")]
    [InlineData("""{"type": "Strip", "strip_left": true, "strip_right": false}""", " a ", "a ")]
    [InlineData("""{"type": "Strip", "strip_left": false, "strip_right": true}""", " a\u3000", " a")]
    [InlineData("""{"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]}""", "ÉÀ", "ea")]
    public void A_part_with_settings_changes_the_text(string part, string text, string expected) =>
        Assert.Equal(expected, Apply(part, text));

    [Fact]
    public void An_unknown_normaliser_is_named() =>
        Assert.Contains(
            "normalizer: is a Sentences normalizer; expected NFC, NFD",
            Assert.Throws<BadInputException>(() => Apply("""{"type": "Sentences"}""", "x")).Message
        );

    [Fact]
    public void A_million_marks_are_sorted_in_time()
    {
        string text = "a" + string.Concat(Enumerable.Repeat("\u0301\u0323", 500_000));
        var watch = Stopwatch.StartNew();
        string normal = UnicodeNormalization.Normalize(text, compatible: false, compose: true);
        Assert.Equal(text.Length - 1, normal.Length);
        Assert.Equal('ạ', normal[0]);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
    }

    [Fact]
    public void Normal_forms_are_stable()
    {
        foreach (int point in Enumerable.Range(0, 0x110000).Where(point => point is < 0xD800 or > 0xDFFF))
        {
            string text = char.ConvertFromUtf32(point);
            string decomposed = UnicodeNormalization.Normalize(text, compatible: false, compose: false);
            string composed = UnicodeNormalization.Normalize(text, compatible: false, compose: true);
            Assert.Equal(decomposed, UnicodeNormalization.Normalize(composed, compatible: false, compose: false));
            Assert.Equal(composed, UnicodeNormalization.Normalize(decomposed, compatible: false, compose: true));
        }
    }

    private static string Apply(string part, string text)
    {
        using JsonDocument json = JsonDocument.Parse(part);
        return Normalizers.Read(new JsonPart(json.RootElement, "normalizer"))(text);
    }
}
