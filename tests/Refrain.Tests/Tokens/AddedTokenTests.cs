using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

public class AddedTokenTests
{
    [Theory]
    [InlineData("""{"id": 200, "content": "<x>", "special": true, "normalized": false}""", "a <x> b", "a, ,<x>, ,b")]
    [InlineData("""{"id": 200, "content": "<x>", "lstrip": true, "normalized": false}""", "a  <x> b", "a,<x>, ,b")]
    [InlineData("""{"id": 200, "content": "<x>", "rstrip": true, "normalized": false}""", "a <x>\u3000 b", "a, ,<x>,b")]
    [InlineData("""{"id": 200, "content": "<x>", "lstrip": true, "rstrip": true, "normalized": false}""", "<x> <x> <x>", "<x>,<x>,<x>")]
    [InlineData(
        """{"id": 200, "content": "no", "single_word": true, "normalized": false}""",
        "no on, no-no nob",
        "no, ,o,n,,, ,no,-,no, ,n,o,b"
    )]
    // A word character beyond the basic plane.
    [InlineData("""{"id": 200, "content": "no", "single_word": true, "normalized": false}""", "𠮷no", "n,o")]
    public void A_token_in_the_text_is_recognised(string added, string text, string expected) =>
        Assert.Equal(expected, Tokens(TokenizerBuilder.Json().With("added_tokens", $"[{added}]"), text));

    [Fact]
    public void The_longest_token_at_the_leftmost_place_wins()
    {
        var json = TokenizerBuilder
            .Json()
            .With(
                "added_tokens",
                """
                [{"id": 200, "content": "ab", "normalized": false}, {"id": 201, "content": "abc", "normalized": false},
                {"id": 202, "content": "bcd", "normalized": false}]
                """
            );
        Assert.Equal("abc,d", Tokens(json, "abcd"));
        Assert.Equal("ab,bcd", Tokens(json, "abbcd"));
    }

    [Fact]
    public void A_normalised_token_is_found_in_the_normalised_text_only()
    {
        var json = TokenizerBuilder
            .Json()
            .With("normalizer", """{"type": "Lowercase"}""")
            .With(
                "added_tokens",
                """[{"id": 200, "content": "YES", "normalized": true}, {"id": 201, "content": "NO", "normalized": false}]"""
            );
        Assert.Equal([200], json.Build().Encode("YeS"));
        Assert.Equal("n,o,NO", Tokens(json, "noNO"));
    }

    [Fact]
    public void Special_tokens_are_left_out_on_demand()
    {
        Tokenizer tokenizer = TokenizerBuilder
            .Json()
            .With("decoder", """{"type": "Fuse"}""")
            .With(
                "added_tokens",
                """
                [{"id": 200, "content": "<s>", "special": true, "normalized": false},
                {"id": 201, "content": "<t>", "special": false, "normalized": false}]
                """
            )
            .Build();
        int[] ids = tokenizer.Encode("<s>a<t>");
        Assert.Equal("<s>a<t>", tokenizer.Decode(ids));
        Assert.Equal("a<t>", tokenizer.Decode(ids, skipSpecialTokens: true));
        Assert.Equal("a", tokenizer.Decode([150, .. tokenizer.Encode("a"), -1, int.MaxValue])); // ids that are no token
    }

    [Theory]
    [InlineData("""[{"id": 0, "content": "<s>"}]""", "gives <s> the id 0, which the vocabulary contradicts")]
    [InlineData("""[{"id": 200, "content": "a"}]""", "gives a the id 200")]
    [InlineData("""[{"id": 200, "content": "<s>"}, {"id": 200, "content": "<t>"}]""", "gives <t> the id 200")]
    [InlineData("""[{"id": 200, "content": "<s>"}, {"id": 201, "content": "<s>"}]""", "gives <s> the id 201")]
    [InlineData("""[{"id": 2000000000, "content": "<s>"}]""", "gives <s> the id 2000000000")]
    [InlineData("""[{"id": -1, "content": "<s>"}]""", "added_tokens[0].id: is -1")]
    [InlineData("""[{"content": "<s>"}]""", "added_tokens[0].id: is missing")]
    [InlineData("""{"id": 200}""", "added_tokens: is {\"id\":200}; expected a list")]
    public void Ids_that_cannot_be_are_refused(string added, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<BadInputException>(() => TokenizerBuilder.Json().With("added_tokens", added).Build()).Message
        );

    private static string Tokens(System.Text.Json.Nodes.JsonObject json, string text)
    {
        Tokenizer tokenizer = json.Build();
        return string.Join(',', tokenizer.Encode(text).Select(tokenizer.TokenOf));
    }
}
