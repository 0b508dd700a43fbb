using System.Diagnostics;
using System.Text;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>
/// Files of at most 64 KB that try to take time or memory: one error, or a tokenizer, within a second and 16 MB and eight times the file.
/// </summary>
public class HostileTokenizerTests
{
    private const string Words = """{"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}""";

    public static TheoryData<string, string> Files =>
        new()
        {
            { "far id", """{"model": {"type": "BPE", "vocab": {"a": 4194303, "b": 0}, "merges": []}}""" },
            { "far ids", """{"model": {"type": "BPE", "merges": [], "vocab": {""" + List(4000, i => $"\"{i}\":{i * 1000}") + "}}}" },
            {
                "far added id",
                File(
                    """
                    "added_tokens": [{"id": 2147483647, "content": "x"}]
                    """
                )
            },
            {
                "id beyond 32 bits",
                File(
                    """
                    "added_tokens": [{"id": 99999999999, "content": "x"}]
                    """
                )
            },
            {
                "negative id",
                File(
                    """
                    "added_tokens": [{"id": -1, "content": "x"}]
                    """
                )
            },
            {
                "half a pair",
                File(
                    """
                    "added_tokens": [{"id": 1, "content": "\ud800"}]
                    """
                )
            },
            { "deep", File("\"normalizer\": " + string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 1500))) },
            {
                "one long token",
                """{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["u", 0], [""" + $"\"{new string('a', 60_000)}\", -1]]}}}}"
            },
            {
                "chain of tokens",
                """{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["u", 0],"""
                    + List(340, i => $"[\"{new string('a', i + 1)}\",-1]")
                    + "]}}"
            },
            {
                "growing text",
                File(
                    "\"added_tokens\": [{\"id\": 1, \"content\": \"aaa\"}], \"normalizer\": {\"type\": \"Sequence\", \"normalizers\": ["
                        + List(20, _ =>
                            """{"type": "Replace", "pattern": {"String": "a"}, "content": """ + $"\"{new string('a', 1000)}\"}}"
                        )
                        + "]}"
                )
            },
            {
                "long prefix",
                File(
                    "\"added_tokens\": ["
                        + List(40, i => $"{{\"id\": {i + 1}, \"content\": \"t{i}\"}}")
                        + """], "normalizer": {"type": "Prepend", "prepend": """
                        + $"\"{new string('x', 60_000)}\"}}"
                )
            },
            {
                "many expressions",
                File(
                    """ "pre_tokenizer": {"type": "Sequence", "pretokenizers": ["""
                        + List(40, _ =>
                            """{"type": "Sequence", "pretokenizers": ["""
                            + List(20, _ => """{"type":"Split","pattern":{"Regex":"a|b"},"behavior":"Isolated"}""")
                            + "]}"
                        )
                        + "]}"
                )
            },
            { "long expression", Expression(string.Join('|', Enumerable.Range(0, 3000).Select(i => $"x{i}"))) },
            { "long set", Expression("[" + string.Concat(Enumerable.Range(0x4E00, 9000).Select(i => (char)i)) + "]+") },
            { "nested counts", Expression("((((((a{1000}){1000}){1000})){1000}){1000})") },
            { "optional run", Expression(string.Concat(Enumerable.Repeat("a?", 5000)) + new string('a', 5000)) },
            { "nested repetition", Expression("(a+)+$") },
            { "garbage charsmap", Charsmap([.. Enumerable.Range(0, 30_000).Select(i => (byte)(i * 7))]) },
            {
                "charsmap of cycles",
                Charsmap([0, 4, 0, 0, .. Enumerable.Repeat(new byte[] { 97, 1, 0, 0 }, 256).SelectMany(unit => unit), 0])
            },
            { "charsmap of length 2^32", Charsmap([255, 255, 255, 255, 0, 0]) },
            {
                "charsmap that is not base64",
                File(
                    """
                    "normalizer": {"type": "Precompiled", "precompiled_charsmap": "***"}
                    """
                )
            },
            {
                "very many words",
                """
                    {"model": {"type": "WordPiece", "unk_token": "u", "continuing_subword_prefix": "",
                    "max_input_chars_per_word": 2147483647, "vocab": {
                    """
                    + List(4500, i => $"\"{i:X}\":{i}")
                    + "}}}"
            },
            {
                "fixed length of nothing",
                File(
                    """
                    "pre_tokenizer": {"type": "FixedLength", "length": 0}
                    """
                )
            },
            {
                "long affix",
                """{"model": {"type": "BPE", "merges": [], "vocab": {"a": 0}, "continuing_subword_prefix": """
                    + $"\"{new string('#', 60_000)}\"}}}}"
            },
            { "run of escaped characters", Expression(string.Concat(Enumerable.Repeat(@"\\.", 9000))) },
            {
                "merge into itself",
                """
                    {"model": {"type": "BPE", "continuing_subword_prefix": "#", "vocab": {"a": 0, "#": 1, "": 2},
                    "merges": [["a", "#"], ["", "#"]]}}
                    """
            },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_small_file_takes_little_time_and_memory(string name, string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        Assert.True(bytes.Length <= 1 << 16, $"{name} is {bytes.Length} bytes long");
        string text = new string('a', 4000) + "!" + string.Concat(Enumerable.Repeat("é한<𠮷 t1", 50));
        Load(
            Encoding.UTF8.GetBytes(
                File(
                    """
                    "pre_tokenizer": {"type": "Punctuation"}, "normalizer": {"type": "NFC"}
                    """
                )
            ),
            text
        ); // so that the tables are there
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

    /// <summary>A tokenizer.json with these parts beside a small model.</summary>
    private static string File(string parts) => "{\"model\": " + Words + ", " + parts.Trim() + "}";

    private static string List(int count, Func<int, string> item) => string.Join(',', Enumerable.Range(0, count).Select(item));

    private static string Expression(string expression) =>
        File(
            "\"added_tokens\": [{\"id\": 1, \"content\": \""
                + new string('a', 100)
                + "!\"}], \"pre_tokenizer\": {\"type\": \"Split\", \"behavior\": \"Isolated\", \"pattern\": {\"Regex\": \""
                + expression
                + "\"}}, \"normalizer\": {\"type\": \"Replace\", \"content\": \"\", \"pattern\": {\"Regex\": \""
                + (expression.Length < 5000 ? expression : "b")
                + "\"}}"
        );

    private static string Charsmap(byte[] bytes) =>
        File(
            "\"added_tokens\": [{\"id\": 1, \"content\": \"abc\"}], \"normalizer\": "
                + "{\"type\": \"Precompiled\", \"precompiled_charsmap\": \""
                + Convert.ToBase64String(bytes)
                + "\"}"
        );
}
