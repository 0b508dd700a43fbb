using System.Diagnostics;
using System.Text.Json;

namespace Refrain.Tests.Tokens;

/// <summary>Expressions in Oniguruma's syntax, by code points.</summary>
public class RegexPatternTests
{
    [Theory]
    [InlineData(@"\p{L}+", "𠮷野𐐀x 1", "𠮷野𐐀x| 1")] // letters beyond the basic plane are letters
    [InlineData(@"\p{N}", "𝟏𝟐3", "𝟏|𝟐|3")]
    [InlineData(@"\p{N}{1,3}", "𝟏𝟐34", "𝟏𝟐3|4")] // counted by code points
    [InlineData(@"[^\s\p{L}\p{N}]+", "👍🏽!a", "👍🏽!|a")]
    [InlineData(@"\p{M}+", "a\U0001E000b", "a|\U0001E000|b")]
    [InlineData(".", "a𠮷\n", "a|𠮷|\n")]
    [InlineData(@"\w+", "ⓐ_e\u0301 𝓪-\U0001F130", "ⓐ_e\u0301| |𝓪|-|\U0001F130")] // alphabetic symbols are word characters
    [InlineData(@"[一-龥]+", "一𠮷龥", "一|𠮷|龥")] // a stand-in is never a character that the expression names
    [InlineData("(?i:'s|'k)", "it'S 'ſ 'K '\u212A", "it|'S| |'ſ| |'K| |'\u212A")]
    [InlineData("(?i:[a-z]+)", "aZ1", "aZ|1")]
    [InlineData(@"[^\r\n\p{L}\p{N}]?+\p{L}+", " ab,c", " ab|,c")]
    [InlineData("a?+a", "aab", "aa|b")]
    [InlineData("a{2}+", "aaaaa", "aaaa|a")] // a quantifier on a quantifier, not a possessive one
    [InlineData("a{,2}b", "aaab", "a|aab")]
    [InlineData("a{x}", "a{x}b", "a{x}|b")]
    [InlineData("^b$", "a\nb\nc", "a\n|b|\nc")] // lines, always
    [InlineData("(?m:a.b)", "a\nb.", "a\nb|.")]
    [InlineData("a(?=b)|(?<=b)c|(?!x)d", "abcd", "a|b|c|d")]
    [InlineData(@"\x41\x{42}\u0043", "ABCD", "ABC|D")]
    [InlineData(@"[\-\]\\a-c-]+", @"a-]\d", @"a-]\|d")]
    [InlineData(@"\P{L}|\p{^Lu}", "aA1", "a|A|1")]
    [InlineData("b*", "abb", "a|bb")]
    [InlineData("x(?:y|)z|", "xzq", "xz|q")]
    public void An_expression_cuts_as_oniguruma_does(string expression, string text, string expected) =>
        Assert.Equal(expected, Cut(expression, text));

    [Theory]
    [InlineData(@"(a)\1", @"\1 at character")]
    [InlineData("[a&&b]", "an intersection")]
    [InlineData("[[:alpha:]]", "a set in a set")]
    [InlineData(@"\p{Han}", "the property Han")]
    [InlineData(@"(?i:\p{Lu})", "the property Lu with letter case ignored")]
    [InlineData("𠮷", "a character beyond the basic plane")]
    [InlineData("(a", "an unclosed (")]
    [InlineData("a)", "an unopened )")]
    [InlineData("[a", "an unclosed [")]
    [InlineData("[z-a]", "a range")]
    [InlineData("*a", "a quantifier without anything before it")]
    [InlineData(@"\R", @"\R at character")]
    [InlineData(@"[a\W]", @"\W in a set")]
    [InlineData("(?x:a)", "an unknown kind of group")]
    [InlineData("a{5,2}", "a regular expression")]
    [InlineData("a\\", "nothing after the last")]
    public void What_is_not_supported_is_named(string expression, string message)
    {
        var error = Assert.Throws<BadInputException>(() => Cut(expression, "x"));
        Assert.Contains(message, error.Message);
        Assert.Contains("pre_tokenizer.pattern", error.Message);
    }

    [Fact]
    public void An_expression_that_explodes_ends_with_an_error()
    {
        var watch = Stopwatch.StartNew();
        var error = Assert.Throws<BadInputException>(() => Cut("(?:a|aa)+c", new string('a', 200) + "b"));
        Assert.Contains("does not finish in time", error.Message);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
    }

    [Fact]
    public void Deep_groups_are_refused_without_a_stack_overflow() =>
        Assert.Contains(
            "nested deeper",
            Assert.Throws<BadInputException>(() => Cut(new string('(', 9000) + new string(')', 9000), "x")).Message
        );

    private static string Cut(string expression, string text) =>
        TokenizerBuilder.Cut(
            $$"""{"type": "Split", "pattern": {"Regex": {{JsonSerializer.Serialize(expression)}} }, "behavior": "Isolated"}""",
            text
        );
}
