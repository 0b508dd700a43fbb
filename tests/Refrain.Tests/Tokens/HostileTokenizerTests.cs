using System.Diagnostics;
using System.Text;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>Files of at most 64 KB that try to take time or memory: one error, or a tokenizer, within a second and 16 MB and eight times the file.</summary>
public class HostileTokenizerTests
{
    private const string Words = """{"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}""";

    public static TheoryData<string, string> Files => new()
    {
        { "far id", """{"model": {"type": "BPE", "vocab": {"a": 4194303, "b": 0}, "merges": []}}""" },
        { "far ids", $$$"""{"model": {"type": "BPE", "vocab": { {{{string.Join(',', Enumerable.Range(0, 4000).Select(i => $"\"{i}\":{i * 1000}"))}} }, "merges": []}}""" },
        { "far added id", $$$"""{"model": {{{Words}}, "added_tokens": [{"id": 2147483647, "content": "x"}]}""" },
        { "id beyond 32 bits", $$$"""{"model": {{{Words}}, "added_tokens": [{"id": 99999999999, "content": "x"}]}""" },
        { "negative id", $$$"""{"model": {{{Words}}, "added_tokens": [{"id": -1, "content": "x"}]}""" },
        { "half a pair", $$$"""{"model": {{{Words}}, "added_tokens": [{"id": 1, "content": "\ud800"}]}""" },
        { "deep", $$$"""{"model": {{{Words}}, "normalizer": {{{string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 1500))}}""" },
        { "one long token", $$$"""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["u", 0], ["{{{new string('a', 60_000)}}", -1]]}}""" },
        { "chain of tokens", $$$"""{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["u", 0]{{{string.Concat(Enumerable.Range(1, 340).Select(i => $",[\"{new string('a', i)}\",-1]"))}}]}}""" },
        { "growing text", Growing(20) },
        { "long prefix", $$$"""{"model": {{{Words}}, "normalizer": {"type": "Prepend", "prepend": "{{{new string('x', 60_000)}}"}, "added_tokens": [{{{string.Join(',', Enumerable.Range(1, 40).Select(i => $$$"""{"id": {{{i}}, "content": "t{{{i}}"}"""))}}]}""" },
        { "many expressions", $$$"""{"model": {{{Words}}, "pre_tokenizer": {"type": "Sequence", "pretokenizers": [{{{string.Join(',', Enumerable.Repeat($$$"""{"type": "Sequence", "pretokenizers": [{{{string.Join(',', Enumerable.Repeat("""{"type":"Split","pattern":{"Regex":"a|b"},"behavior":"Isolated"}""", 20))}}]}""", 40))}}]}}""" },
        { "long expression", Expression(string.Join('|', Enumerable.Range(0, 3000).Select(i => $"x{i}"))) },
        { "long set", Expression("[" + string.Concat(Enumerable.Range(0x4E00, 9000).Select(i => (char)i)) + "]+") },
        { "nested counts", Expression("((((((a{1000}){1000}){1000})){1000}){1000})") },
        { "optional run", Expression(string.Concat(Enumerable.Repeat("a?", 5000)) + string.Concat(Enumerable.Repeat("a", 5000))) },
        { "nested repetition", Expression("(a+)+$") },
        { "garbage charsmap", Charsmap(Enumerable.Range(0, 30_000).Select(i => (byte)(i * 7)).ToArray()) },
        { "charsmap of cycles", Charsmap([0, 4, 0, 0, .. Enumerable.Repeat(new byte[] { 97, 1, 0, 128 }, 256).SelectMany(unit => unit), 0]) },
        { "charsmap of length 2^32", Charsmap([255, 255, 255, 255, 0, 0]) },
        { "charsmap that is not base64", $$$"""{"model": {{{Words}}, "normalizer": {"type": "Precompiled", "precompiled_charsmap": "***"}}""" },
        { "very many words", $$$"""{"model": {"type": "WordPiece", "unk_token": "u", "continuing_subword_prefix": "", "max_input_chars_per_word": 2147483647, "vocab": { {{{string.Join(',', Enumerable.Range(0, 4500).Select(i => $"\"{i:X}\":{i}"))}} }}}""" },
        { "fixed length of nothing", $$$"""{"model": {{{Words}}, "pre_tokenizer": {"type": "FixedLength", "length": 0}}""" },
        { "merge into itself", """{"model": {"type": "BPE", "continuing_subword_prefix": "#", "vocab": {"a": 0, "#": 1, "": 2}, "merges": [["a", "#"], ["", "#"]]}}""" },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_small_file_takes_little_time_and_memory(string name, string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Assert.True(bytes.Length <= 1 << 16, $"{name} is {bytes.Length} bytes long");
        string text = new string('a', 4000) + "!" + string.Concat(Enumerable.Repeat("é한<𠮷 t1", 50));
        Load(Encoding.UTF8.GetBytes($$$"""{"model": {{{Words}}, "pre_tokenizer": {"type": "Punctuation"}, "normalizer": {"type": "NFC"}}"""), text); // so that the tables are there
        TimeSpan best = TimeSpan.MaxValue;
        for (int attempt = 0; attempt < 3 && best > TimeSpan.FromSeconds(1); attempt++)
        {
            var watch = Stopwatch.StartNew();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Load(bytes, null);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= (8 * bytes.Length) + (16 << 20), $"{name} allocated {allocated} bytes");
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Assert.True(best <= TimeSpan.FromSeconds(1), $"{name} took {best}");
        var encoding = Stopwatch.StartNew();
        Load(bytes, text);
        Assert.True(encoding.Elapsed <= TimeSpan.FromSeconds(4), $"{name} took {encoding.Elapsed} with a text");
    }

    private static void Load(byte[] json, string? text)
    {
        try
        {
            var tokenizer = new Tokenizer(TokenizerFile.Read(json, TokenizerBuilder.Place), new SpecialTokens());
            if (text is not null)
            {
                tokenizer.Decode(tokenizer.Encode(text));
            }
        }
        catch (BadInputException error)
        {
            Assert.StartsWith(TokenizerBuilder.Place, error.Message);
        }
    }

    private static string Expression(string expression) =>
        $$$"""{"model": {{{Words}}, "pre_tokenizer": {"type": "Split", "pattern": {"Regex": "{{{expression}}"}, "behavior": "Isolated"}, "normalizer": {"type": "Replace", "pattern": {"Regex": "{{{expression}}"}, "content": ""}, "added_tokens": [{"id": 1, "content": "{{{new string('a', 100)}}!"}]}""";

    private static string Growing(int steps) =>
        $$$"""{"model": {{{Words}}, "normalizer": {"type": "Sequence", "normalizers": [{{{string.Join(',', Enumerable.Repeat($$$"""{"type": "Replace", "pattern": {"String": "a"}, "content": "{{{new string('a', 1000)}}"}""", steps))}}]}, "added_tokens": [{"id": 1, "content": "aaa"}]}""";

    private static string Charsmap(byte[] bytes) => $$$"""{"model": {{{Words}}, "normalizer": {"type": "Precompiled", "precompiled_charsmap": "{{{Convert.ToBase64String(bytes)}}"}, "added_tokens": [{"id": 1, "content": "abc"}]}""";
}
