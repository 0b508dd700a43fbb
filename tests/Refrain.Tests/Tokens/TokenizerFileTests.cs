using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>Malformed and hostile files: one clear error each.</summary>
public class TokenizerFileTests
{
    [Theory]
    [InlineData("", "is not JSON")]
    [InlineData("{\"model\": ", "is not JSON")]
    [InlineData("[]", "is a StartArray; expected an object")]
    [InlineData("{}", "model: is missing")]
    [InlineData("{\"model\": {}, \"model\": {}}", "holds model twice")]
    [InlineData("{\"model\": {\"type\": \"RWKV\"}}", "model.type: is RWKV; expected BPE, Unigram, WordPiece or WordLevel")]
    [InlineData("{\"model\": {\"type\": \"WordPiece\"}}", "model.vocab: is missing; expected an object of tokens and ids")]
    [InlineData("{\"model\": {\"type\": \"WordLevel\", \"vocab\": {\"a\": 0}}}", "model.unk_token: is missing; expected a text")]
    [InlineData("{\"model\": {\"type\": \"Unigram\"}}", "model.vocab: is missing; expected a list of tokens with scores")]
    [InlineData("{\"model\": {\"type\": \"Unigram\", \"vocab\": []}}", "model.vocab: is empty")]
    [InlineData("{\"model\": {\"type\": \"Unigram\", \"vocab\": {\"a\": 0}}}", "model.vocab: is a StartObject; expected a list")]
    [InlineData(
        "{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\"]]}}",
        "model.vocab[0]: holds a EndArray; expected a token and its score"
    )]
    [InlineData("{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\", 1, 2]]}}", "model.vocab[0]: holds a Number")]
    [InlineData("{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\", 1], 2]}}", "model.vocab[1]: holds a Number")]
    [InlineData("{\"model\": {\"type\": \"Unigram\", \"vocab\": [[\"a\", 1e999]]}}", "model.vocab[0]: has a score beyond")]
    [InlineData(
        "{\"model\": {\"type\": \"Unigram\", \"unk_id\": 1, \"vocab\": [[\"a\", 0]]}}",
        "model.unk_id: is 1; expected an id below 1"
    )]
    [InlineData("{\"model\": {\"vocab\": {}}}", "model.type: is model without a type")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}}}", "model.merges: is missing")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {}, \"merges\": []}}", "model.vocab: is empty")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": [], \"merges\": []}}", "model.vocab: is a StartArray")]
    [InlineData(
        "{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 4294967296}, \"merges\": []}}",
        "gives token a the id 4294967296; expected an id from 0 to 4194303"
    )]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 4194304}, \"merges\": []}}", "gives token a the id 4194304")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": -1}, \"merges\": []}}", "gives token a the id -1")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": null}, \"merges\": []}}", "gives token a the id Null")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"b\": 0}, \"merges\": []}}", "gives id 0 to a and to b")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"a\": 1}, \"merges\": []}}", "holds token a twice")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"\\ud800\": 0}, \"merges\": []}}", "half of a surrogate pair")]
    public void A_file_that_is_none_is_refused(string json, string message)
    {
        var error = Assert.Throws<BadInputException>(() => TokenizerBuilder.Build(json));
        Assert.Contains(message, error.Message);
        Assert.StartsWith(TokenizerBuilder.Place, error.Place);
    }

    [Theory]
    [InlineData("""["a b"]""", "merges[0]: needs token ab, which the vocabulary lacks")]
    [InlineData("""[["a", "cd"]]""", "merges[0]: needs token cd")]
    [InlineData("""["cd", "a b"]""", "merges[0]: is cd; expected two tokens with a space")]
    [InlineData("""[["a"]]""", "merges[0]: holds a EndArray; expected two tokens")]
    [InlineData("""[["a", "b", "c"]]""", "merges[0]: holds more than two tokens")]
    [InlineData("""[7]""", "merges[0]: holds a Number")]
    [InlineData("""[["a", {"b": 1}]]""", "merges[0]: holds a StartObject")]
    [InlineData("""{"a": "b"}""", "merges: is a StartObject")]
    public void Merges_that_cannot_be_are_refused(string merges, string message)
    {
        JsonObject json = TokenizerBuilder.Json();
        json["model"]!["merges"] = JsonNode.Parse(merges);
        Assert.Contains(message, Assert.Throws<BadInputException>(json.Build).Message);
    }

    [Theory]
    [InlineData("dropout", "0.1", "model.dropout: is 0.1")]
    [InlineData("unk_token", "\"<unk>\"", "model.unk_token: is <unk>, which the vocabulary lacks")]
    [InlineData("end_of_word_suffix", "1", "model.end_of_word_suffix: is 1; expected a text")]
    [InlineData("byte_fallback", "\"yes\"", "model.byte_fallback: is \"yes\"; expected true or false")]
    public void Settings_that_are_not_supported_are_refused(string name, string value, string message)
    {
        JsonObject json = TokenizerBuilder.Json();
        json["model"]![name] = JsonNode.Parse(value);
        Assert.Contains(message, Assert.Throws<BadInputException>(json.Build).Message);
    }

    [Theory]
    [InlineData("""{"type": "BertProcessing"}""", "post_processor.cls: is missing; expected a list")]
    [InlineData(
        """{"type": "Pairs"}""",
        "post_processor: is a Pairs post-processor; expected TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel or Sequence"
    )]
    [InlineData(
        """{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "B"}}], "special_tokens": {}}""",
        "expected sequence A, once"
    )]
    [InlineData("""{"type": "TemplateProcessing", "single": [], "special_tokens": {}}""", "expected a template that holds sequence A")]
    [InlineData(
        """{"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x"}}], "special_tokens": {}}""",
        "special_tokens.x: is missing"
    )]
    [InlineData(
        """
            {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "x"}}, {"Sequence": {"id": "A"}}],
            "special_tokens": {"x": {"ids": [999]}}}
            """,
        "adds id 999, which is no token"
    )]
    public void Post_processors_that_cannot_be_are_refused(string part, string message) =>
        Assert.Contains(message, Assert.Throws<BadInputException>(TokenizerBuilder.Json().With("post_processor", part).Build).Message);

    [Fact]
    public void A_template_may_add_tokens_on_both_sides()
    {
        Tokenizer tokenizer = TokenizerBuilder
            .Json()
            .With(
                "post_processor",
                """
                {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing",
                 "single": [{"SpecialToken": {"id": "x"}}, {"Sequence": {"id": "A"}}, {"SpecialToken": {"id": "x"}}],
                 "special_tokens": {"x": {"ids": [1, 2]}}}]}
                """
            )
            .Build();
        Assert.Equal([1, 2, .. tokenizer.Encode("a"), 1, 2], tokenizer.Encode("a", addSpecialTokens: true));
    }

    [Fact]
    public void Every_truncation_of_a_file_is_one_error()
    {
        byte[] whole = Encoding.UTF8.GetBytes(TokenizerBuilder.Json("ab").ToJsonString());
        for (int length = 0; length < whole.Length; length += 7)
        {
            Assert.Throws<BadInputException>(() => TokenizerFile.Read(whole.AsMemory(0, length), TokenizerBuilder.Place));
        }
    }

    [Fact]
    public void A_damaged_file_is_one_error_or_still_a_tokenizer()
    {
        byte[] whole = Encoding.UTF8.GetBytes(
            TokenizerBuilder
                .Json("ab", "<s>")
                .With("normalizer", """{"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Prepend", "prepend": "a"}]}""")
                .With(
                    "pre_tokenizer",
                    """{"type": "Split", "pattern": {"Regex": "\\p{N}{1,3}|(?i:'s)| ?[^\\s]+"}, "behavior": "Isolated"}"""
                )
                .With("added_tokens", """[{"id": 96, "content": "<s>", "special": true, "normalized": false}]""")
                .ToJsonString()
        );
        Gen.Select(
                Gen.Int[0, whole.Length - 1],
                Gen.OneOfConst("\"\\{}[](),:*+?0a \u0080".Select(character => (byte)character).ToArray()),
                Gen.Int[0, 2]
            )
            .Array[1, 4]
            .Sample(
                changes =>
                {
                    List<byte> damaged = [.. whole];
                    foreach ((int at, byte value, int kind) in changes.Where(change => change.Item1 < damaged.Count))
                    {
                        if (kind == 0)
                        {
                            damaged[at] = value;
                        }
                        else if (kind == 1)
                        {
                            damaged.Insert(at, value);
                        }
                        else
                        {
                            damaged.RemoveAt(at);
                        }
                    }

                    try
                    {
                        new Tokenizer(TokenizerFile.Read(damaged.ToArray(), TokenizerBuilder.Place), new SpecialTokens()).Encode(
                            "a 12 <s>'s"
                        );
                    }
                    catch (BadInputException error)
                    {
                        Assert.StartsWith(TokenizerBuilder.Place, error.Message);
                    }
                },
                iter: 300
            );
    }

    [Fact]
    public void A_sequence_of_very_many_steps_is_refused() =>
        Assert.Contains(
            "pre_tokenizer.pretokenizers: has 65 steps; expected at most 64",
            Assert
                .Throws<BadInputException>(
                    TokenizerBuilder
                        .Json()
                        .With(
                            "pre_tokenizer",
                            $$"""{"type": "Sequence", "pretokenizers": [{{string.Join(',', Enumerable.Repeat("{}", 65))}}]}"""
                        )
                        .Build
                )
                .Message
        );

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Contains(
            "is not JSON",
            Assert.Throws<BadInputException>(() => TokenizerBuilder.Build("{\"model\": " + new string('[', 100_000))).Message
        );

    [Fact]
    public void Ids_may_have_holes()
    {
        Tokenizer tokenizer = TokenizerBuilder.Build("""{"model": {"type": "BPE", "vocab": {"a": 5, "b": 9}, "merges": []}}""");
        Assert.Equal(10, tokenizer.VocabularySize);
        Assert.Equal([5, 9], tokenizer.Encode("ab"));
        Assert.Null(tokenizer.TokenText(6));
        Assert.Equal("b", tokenizer.TokenText(9));
        Assert.Equal(5, tokenizer.TokenId("a"));
        Assert.Null(tokenizer.TokenId("c"));
    }

    [Fact]
    public void The_hash_knows_formatting_from_content()
    {
        JsonObject json = TokenizerBuilder.Json("ab");
        string hash = json.Build().Hash;
        Assert.Equal(64, hash.Length);
        Assert.Equal(hash, TokenizerBuilder.Build(json.ToJsonString(new() { WriteIndented = true })).Hash);
        json["model"]!["merges"] = JsonNode.Parse("""["a b"]""");
        Assert.NotEqual(hash, json.Build().Hash);
        Assert.NotEqual(hash, TokenizerBuilder.Json("ba").Build().Hash);
        Assert.NotEqual(hash, TokenizerBuilder.Json("ab").With("normalizer", """{"type": "NFC"}""").Build().Hash);
    }
}
