namespace Refrain.Tests.Tokens;

/// <summary>Expected values follow the tokenizers library's documentation of each part, or its published behaviour.</summary>
public class PreTokenizerTests
{
    [Theory]
    [InlineData("Removed", "the|final|countdown")]
    [InlineData("Isolated", "the|-|final|-|-|countdown")]
    [InlineData("MergedWithPrevious", "the-|final-|-|countdown")]
    [InlineData("MergedWithNext", "the|-final|-|-countdown")]
    [InlineData("Contiguous", "the|-|final|--|countdown")]
    public void Split_has_five_ways_with_a_match(string behavior, string expected) =>
        Assert.Equal(
            expected,
            TokenizerBuilder.Cut(
                $$"""{"type": "Split", "pattern": {"String": "-"}, "behavior": "{{behavior}}", "invert": false}""",
                "the-final--countdown"
            )
        );

    [Fact]
    public void An_inverted_split_keeps_the_matches() =>
        Assert.Equal(
            "ab|c",
            TokenizerBuilder.Cut("""{"type": "Split", "pattern": {"Regex": "[a-z]+"}, "behavior": "Removed", "invert": true}""", "ab, c!")
        );

    [Theory]
    [InlineData(true, "a|1|2|b|½")]
    [InlineData(false, "a|12|b|½")]
    public void Digits_are_numbers_of_any_kind(bool individual, string expected) =>
        Assert.Equal(
            expected,
            TokenizerBuilder.Cut($$"""{"type": "Digits", "individual_digits": {{(individual ? "true" : "false")}}}""", "a12b½")
        );

    [Fact]
    public void Punctuation_includes_ascii_symbols() =>
        Assert.Equal("a|$|b|—|c€", TokenizerBuilder.Cut("""{"type": "Punctuation"}""", "a$b—c€"));

    [Fact]
    public void Whitespace_separates_words_from_the_rest() =>
        Assert.Equal("Héy|!?|m_n|𠮷9", TokenizerBuilder.Cut("""{"type": "Whitespace"}""", "Héy!? m_n\t𠮷9"));

    [Fact]
    public void Whitespace_split_knows_every_space() =>
        Assert.Equal("a|b|c!", TokenizerBuilder.Cut("""{"type": "WhitespaceSplit"}""", " a\u3000b\u0085c! "));

    [Theory]
    [InlineData("always", "▁Hey|▁you")]
    [InlineData("first", "▁Hey|▁you")]
    [InlineData("never", "Hey|▁you")]
    public void Metaspace_may_begin_the_text(string scheme, string expected) =>
        Assert.Equal(
            expected,
            TokenizerBuilder.Cut(
                $$"""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "{{scheme}}", "split": true}""",
                "Hey you"
            )
        );

    [Fact]
    public void Byte_level_adds_one_space_and_writes_bytes_as_characters() =>
        Assert.Equal(
            "ĠHello|Ġmy|ĠfriÃ©nd|,|Ġhow",
            TokenizerBuilder.Cut("""{"type": "ByteLevel", "add_prefix_space": true, "use_regex": true}""", "Hello my friénd, how")
        );

    [Fact]
    public void A_sequence_applies_one_after_the_other() =>
        Assert.Equal(
            "a|1|2|b",
            TokenizerBuilder.Cut(
                """{"type": "Sequence", "pretokenizers": [{"type": "WhitespaceSplit"}, {"type": "Digits", "individual_digits": true}]}""",
                "a12 b"
            )
        );

    [Theory]
    [InlineData("""{"type": "Sentences"}""", "pre_tokenizer: is a Sentences pre-tokenizer; expected Split, ByteLevel")]
    [InlineData(
        """{"type": "Split", "pattern": {"String": "-"}, "behavior": "Merged"}""",
        "pre_tokenizer.behavior: is Merged; expected Removed"
    )]
    [InlineData("""{"type": "Split", "pattern": {}, "behavior": "Isolated"}""", "pre_tokenizer.pattern.Regex: is missing")]
    [InlineData("""{"type": "Metaspace", "replacement": ""}""", "pre_tokenizer.replacement")]
    [InlineData("""{"type": "Digits", "individual_digits": 1}""", "pre_tokenizer.individual_digits: is 1; expected true or false")]
    [InlineData("""["Split"]""", "pre_tokenizer: is [\"Split\"]; expected an object")]
    public void What_is_not_known_is_named(string part, string message) =>
        Assert.Contains(message, Assert.Throws<BadInputException>(() => TokenizerBuilder.Cut(part, "x")).Message);
}
