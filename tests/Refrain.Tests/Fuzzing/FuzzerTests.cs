using System.Text;
using Refrain.Tests.Fuzzing.Mutation;

namespace Refrain.Tests.Fuzzing;

/// <summary>The harness finds what it is there to find.</summary>
public class FuzzerTests
{
    [Fact]
    public void An_exception_that_is_no_bad_input_is_found_and_made_small()
    {
        string message = Findings(bytes => _ = bytes.Contains((byte)'{') ? throw new InvalidOperationException("found") : 0);
        Assert.Contains("found", message);
        Assert.Contains("1 bytes after minimising", message);
        Assert.Contains("REFRAIN_FUZZ_SEED=", message);
    }

    [Fact]
    public void Bad_input_is_no_finding() => Findings(_ => throw new BadInputException("x", "is bad"), none: true);

    [Fact]
    public void Memory_beyond_the_limit_is_found() => Assert.Contains("allocates", Findings(_ => GC.KeepAlive(new byte[18 << 20])));

    [Fact]
    public void Time_beyond_the_limit_is_found()
    {
        int calls = 0;
        Assert.Contains("takes at best", Findings(_ => Thread.Sleep(calls++ < 3 ? 1100 : 0)));
    }

    [Fact]
    public void Every_seed_file_of_a_format_is_whole()
    {
        Assert.All(Corpus.Of("gguf").Where(IsNoRegression), file => Assert.Equal(file.Bytes, GgufImage.Parse(file.Bytes)!.Bytes()));
        Assert.All(Corpus.Of("safetensors").Where(IsNoRegression), file => Assert.NotNull(SafetensorsImage.Parse(file.Bytes)));
        Assert.All(Corpus.Of("config").Concat(Corpus.Of("tokenizer")).Where(IsNoRegression), file =>
            Assert.NotNull(JsonTree.Parse(file.Bytes))
        );
        Assert.All(Corpus.Of("template").Where(IsNoRegression), file => Assert.True(file.Bytes.Length < 4096));
    }

    [Fact]
    public void A_seed_gives_the_same_input_every_time()
    {
        var trees = new JsonMutator(Corpus.Of("config").Select(file => JsonTree.Parse(file.Bytes)).OfType<JsonTree>());
        string[] Inputs() =>
            [.. Enumerable.Range(0, 200).Select(seed => Encoding.UTF8.GetString(trees.Tree(new FuzzRandom((ulong)seed)).Bytes()))];
        Assert.Equal(Inputs(), Inputs());
        Assert.InRange(Inputs().Distinct().Count(), 150, 200);
    }

    private static bool IsNoRegression((string Name, byte[] Bytes) file) => !file.Name.StartsWith("regression-", StringComparison.Ordinal);

    private static string Findings(Action<byte[]> use, bool none = false)
    {
        Exception? found = Record.Exception(() => new Fuzzer("config", _ => "{}"u8.ToArray(), use).Run(1));
        Assert.Equal(none, found is null);
        return found?.Message ?? "";
    }
}
