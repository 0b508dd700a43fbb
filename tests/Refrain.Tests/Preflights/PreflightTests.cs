using Refrain.Audits;
using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Tests.Checkpoints;
using Refrain.Tests.CommandLine;

namespace Refrain.Tests.Preflights;

public class PreflightTests
{
    private static readonly Preflight Fits = new()
    {
        Model = "a-model",
        BytesMapped = 4_000_000_000,
        BytesNeeded = 1_000_000_000,
        Disk =
        [
            new DiskNeed("/cache/weights", 4_000_000_000, "prepared weights", 9_000_000_000, "/"),
            new DiskNeed("/runs/x", 50_000_000, "results", 9_000_000_000, "/"),
        ],
        Memory = new MachineMemory(6_000_000_000, 8_000_000_000, false),
    };

    [Fact]
    public void What_fits_is_said_in_two_lines_and_not_refused()
    {
        Assert.Equal(
            [
                "memory: 4.00 GB of weights mapped and at most about 1.00 GB besides; 6.00 GB of 8.00 GB available",
                "disk: 4.00 GB of prepared weights in /cache/weights, 9.00 GB free; 50.0 MB of results in /runs/x, 9.00 GB free",
            ],
            Said(Fits, ignore: false)
        );
    }

    [Fact]
    public void Too_little_memory_beside_the_weights_is_refused_with_the_numbers()
    {
        var small = Fits with { Memory = new MachineMemory(900_000_000, 1_000_000_000, true) };
        var error = Assert.Throws<BadInputException>(() => small.Begin(null, ignore: false));
        Assert.Equal(
            "a-model: does not fit this machine: it takes about 1.00 GB of memory beside the mapped weights, "
                + "and 900 MB are available under the control group's limit. "
                + "Free what is missing (the cache's folder weights holds old prepared weights; "
                + "REFRAIN_CACHE names another folder for them), or give IgnorePreflight to try all the same.",
            error.Message
        );
        Assert.Contains("warning: it takes about 1.00 GB of memory", Said(small, ignore: true)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_larger_than_memory_are_a_warning_only()
    {
        var slow = Fits with { Memory = new MachineMemory(3_000_000_000, 8_000_000_000, false) };
        Assert.Empty(slow.Problems);
        Assert.Equal(
            "warning: 4.00 GB of weights do not fit in the 2.00 GB of memory that are left for them: "
                + "they are read from the disk again in every batch, which is slow",
            Said(slow, ignore: false)[^1]
        );
    }

    [Fact]
    public void What_goes_to_one_disk_counts_together()
    {
        DiskNeed[] Needs(string other) =>
            [Fits.Disk[0] with { Free = 4_020_000_000 }, Fits.Disk[1] with { Free = 4_020_000_000, Disk = other }];
        Assert.Empty((Fits with { Disk = Needs("/runs") }).Problems);
        Assert.Equal(
            ["4.00 GB of prepared weights in /cache/weights and 50.0 MB of results in /runs/x, where 4.02 GB are free"],
            (Fits with { Disk = Needs("/") }).Problems
        );
        Assert.Empty((Fits with { Disk = [Fits.Disk[0] with { Free = null }] }).Problems);
    }

    [Fact]
    public void A_folder_lies_on_the_longest_mount_above_it()
    {
        Assert.Equal(DiskSpace.Disk(Path.GetTempPath()), DiskSpace.Disk(Path.Combine(Path.GetTempPath(), "not", "there")));
        Assert.StartsWith(DiskSpace.Disk(Path.GetTempPath()), Path.GetFullPath(Path.GetTempPath()), StringComparison.Ordinal);
    }

    // The sizes of Llama 3 at 8 and at 70 billion parameters.
    [Theory]
    [InlineData(32, 4096, 14336, 32, 8)]
    [InlineData(80, 8192, 28672, 64, 8)]
    public void Large_models_get_smaller_batches_and_small_ones_the_usual(
        int layers,
        int hidden,
        int intermediate,
        int heads,
        int keyValueHeads
    )
    {
        using var demo = Checkpoint.Open(EmbeddedDemo.Extract(CacheFolder.Default));
        Assert.Equal(Batches.Tokens, Batches.TokensOf(demo.Config));
        var large = demo.Config with
        {
            Layers = layers,
            HiddenSize = hidden,
            IntermediateSize = intermediate,
            Heads = heads,
            KeyValueHeads = keyValueHeads,
            HeadDimension = 128,
            VocabularySize = 128_256,
        };
        int tokens = Batches.TokensOf(large);
        Assert.InRange(tokens, 64, Batches.Tokens - 1);
        Assert.InRange(tokens * (BatchMemory.Activations(large) + BatchMemory.Streams(large)), BatchMemory.Budget / 2, BatchMemory.Budget);
        Assert.InRange(Generation.CacheBytes(large, Generation.RowsAtOnce(large, 200), 200, 0), 1, Generation.MostCacheBytes);
    }

    [Fact]
    public async Task Activations_and_inspect_say_what_they_take()
    {
        using var folder = new TemporaryFolder();
        string demo = EmbeddedDemo.Extract(CacheFolder.Default),
            input = Path.Combine(folder.Path, "in.json");
        await File.WriteAllTextAsync(input, "{\"prompts\": [{\"ids\": [1, 2, 3]}]}");
        using var checkpoint = Checkpoint.Open(demo);
        string output = Path.Combine(folder.Path, "out.safetensors");
        var preflight = PreflightEstimate.OfActivations(checkpoint, [3], lastOnly: false, 0, folder.Path, output);
        Assert.Equal(["prepared weights", "activations"], preflight.Disk.Select(need => need.What));
        Assert.Equal(0, (await CommandRun.Of("activations", demo, "--input", input, "--output", output, "--quiet")).ExitCode);
        Assert.InRange(new FileInfo(output).Length, preflight.Disk[1].Bytes, preflight.Disk[1].Bytes + 4096);
        var inspect = await CommandRun.Of("inspect", demo);
        Assert.Contains(
            "of weights mapped and at most about",
            string.Join(' ', inspect.Output.Split((char[])['\n', ' '], StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
        using var json = System.Text.Json.JsonDocument.Parse((await CommandRun.Of("inspect", demo, "--json")).Output);
        Assert.Equal(
            json.RootElement.GetProperty("bytes_mapped").GetInt64(),
            json.RootElement.GetProperty("preflight").GetProperty("bytes_mapped").GetInt64()
        );
        Assert.InRange(json.RootElement.GetProperty("preflight").GetProperty("memory_available").GetInt64(), 1 << 20, long.MaxValue);
    }

    [Fact]
    public void Prepared_weights_are_not_counted_again()
    {
        using var folder = new TemporaryFolder();
        using var model = Model.Open(Checkpoint.Open(EmbeddedDemo.Extract(CacheFolder.Default)), folder.Path);
        Assert.Empty(PreflightEstimate.OfModel(model.Checkpoint, folder.Path).Disk);
        Assert.Single(PreflightEstimate.OfModel(model.Checkpoint, Path.Combine(folder.Path, "other")).Disk);
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(99_940, "99.9 kB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(14_427_064_259, "14.4 GB")]
    [InlineData(long.MaxValue, "9.22 EB")]
    public void Bytes_have_three_digits(long bytes, string text) => Assert.Equal(text, ByteSize.Text(bytes));

    private static List<string> Said(Preflight preflight, bool ignore)
    {
        var said = new List<string>();
        preflight.Begin(said.Add, ignore);
        return said;
    }
}
