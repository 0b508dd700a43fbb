using Refrain.Tests.Fuzzing.Mutation;
using Refrain.Tokens;

namespace Refrain.Tests.Fuzzing;

public class TokenizerFuzzTests
{
    [Fact]
    public void A_damaged_tokenizer_is_read_and_used_or_is_bad_input()
    {
        byte[][] whole = [.. Corpus.Of("tokenizer").Select(file => file.Bytes)];
        var trees = new JsonMutator(
            whole.Select(bytes => JsonTree.Parse(bytes)).OfType<JsonTree>(),
            [
                .. (
                    (string[])
                        [
                            "BPE",
                            "Unigram",
                            "WordPiece",
                            "NFC",
                            "NFD",
                            "NFKC",
                            "NFKD",
                            "Lowercase",
                            "StripAccents",
                            "Replace",
                            "Prepend",
                            "Strip",
                            "Sequence",
                            "Split",
                            "ByteLevel",
                            "Metaspace",
                            "Digits",
                            "Punctuation",
                            "Whitespace",
                            "WhitespaceSplit",
                            "ByteFallback",
                            "Fuse",
                            "TemplateProcessing",
                            "Removed",
                            "Isolated",
                            "MergedWithPrevious",
                            "MergedWithNext",
                            "Contiguous",
                            "first",
                            "never",
                            "always",
                            "\\\\p{L}+",
                            "(a+)+$",
                            "(?:a{1,99}){1,99}b",
                            "[^\\\\s\\\\p{N}]{0,3}+",
                            "(?i:ſ[a-z]*)",
                            "\\\\x{1F600}",
                            "(?<!x)\\\\w*?",
                            "((((",
                            "h h",
                            "h",
                            " ",
                            "<0x00>",
                        ]
                ).Select(word => $"\"{word}\""),
                "{\"String\":\"l\"}",
                "{\"Regex\":\"l*\"}",
                "{\"Regex\":\"\"}",
                "{\"type\":\"ByteLevel\"}",
                "{\"type\":\"Sequence\",\"pretokenizers\":[]}",
            ]
        );
        byte[] Mutate(FuzzRandom random) =>
            random.OneIn(8) ? RawBytes.Edit(random, random.Pick(whole), random.Pick(whole)) : trees.Tree(random).Bytes();

        new Fuzzer("tokenizer", Mutate, Use).Run(200_000);
    }

    private static void Use(byte[] bytes)
    {
        var tokenizer = new Tokenizer(TokenizerFile.Read(bytes, "tokenizer.json"), new SpecialTokens());
        int[] ids = tokenizer.Encode("hello wort  1.5\n<s>hell\u00e9\ud83d\ude00 aaaaaaaaaaaaaaaaaaaaaaaab", addSpecialTokens: true);
        tokenizer.Decode(ids, skipSpecialTokens: true);
        tokenizer.TokenText(0);
        Assert.Equal(64, tokenizer.Hash.Length);
    }
}
