using System.Diagnostics;
using System.Text;
using Refrain.Tokens;

namespace Refrain.Tests.Tokens;

/// <summary>Bounds with room for a busy machine: what must not become quadratic does not.</summary>
public class TokenizerSpeedTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("llama3_1")]
    [InlineData("qwen3")]
    [InlineData("gemma3")]
    [InlineData("llama2")]
    public void A_megabyte_of_text_in_all_languages_is_encoded_in_time(string name)
    {
        (string[] texts, _) = TokenizerGoldenTests.Golden(name);
        var text = new StringBuilder();
        for (int i = 0; text.Length < 1 << 20; i++)
        {
            text.Append(texts[i % texts.Length]).Append(i).Append(' ');
        }

        Measure(name, "mixed", text.ToString());
    }

    [Theory]
    [InlineData("llama3_1")]
    [InlineData("gemma3")]
    public void A_megabyte_without_spaces_is_encoded_in_time(string name)
    {
        Measure(name, "one letter", new string('a', 1 << 20));
        Measure(name, "spaces", new string(' ', 1 << 20));
        Measure(name, "marks", string.Concat(Enumerable.Repeat("é한<", 1 << 18)));
    }

    [Fact]
    public void The_greatest_tokenizer_loads_in_time()
    {
        string folder = TokenizerFolders.Unpack("gemma3");
        Tokenizer.FromFolder(folder);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        Tokenizer tokenizer = Tokenizer.FromFolder(folder);
        output.WriteLine($"load: {watch.ElapsedMilliseconds} ms, {(GC.GetAllocatedBytesForCurrentThread() - bytes) >> 20} MB allocated");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"{watch.Elapsed}");
        watch.Restart();
        Assert.Equal(64, tokenizer.Hash.Length);
        output.WriteLine($"hash: {watch.ElapsedMilliseconds} ms");
    }

    private void Measure(string name, string kind, string text)
    {
        Tokenizer tokenizer = TokenizerFolders.Load(name);
        var watch = Stopwatch.StartNew();
        int[] ids = tokenizer.Encode(text);
        output.WriteLine($"{name} {kind}: {text.Length} characters, {Encoding.UTF8.GetByteCount(text)} bytes, {ids.Length} ids, {watch.ElapsedMilliseconds} ms");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(8), $"{watch.Elapsed}");
        watch.Restart();
        tokenizer.Decode(ids);
        output.WriteLine($"  decode {watch.ElapsedMilliseconds} ms");
    }
}
