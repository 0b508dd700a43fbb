using Refrain.Checkpoints;
using Refrain.Inference;
using Refrain.Scripts;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference;

public sealed class RandomCheckpointTests : IDisposable
{
    internal static readonly RandomLlama Small = new()
    {
        Layers = 3,
        Hidden = 64,
        Intermediate = 96,
        Heads = 4,
        KeyValueHeads = 2,
        HeadDimension = 16,
        Vocabulary = 6016,
        Seed = 5,
        ShardBytes = 800_000,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_small_one_is_a_sharded_checkpoint_that_runs_and_repeats()
    {
        string demo = EmbeddedDemo.Extract(CacheFolder.Default),
            one = Path.Combine(folder.Path, "one"),
            two = Path.Combine(folder.Path, "two");
        Small.Write(one, demo);
        Small.Write(two, demo);
        string[] shards = [.. Directory.EnumerateFiles(one, "*.safetensors").Order(StringComparer.Ordinal)];
        Assert.True(shards.Length > 1);
        Assert.All(shards, shard => Assert.Equal(File.ReadAllBytes(shard), File.ReadAllBytes(Path.Combine(two, Path.GetFileName(shard)))));
        using var model = Model.Open(Checkpoint.Open(one), folder.Path);
        Assert.Equal(Small.Parameters, model.Checkpoint.ParameterCount);
        float[] logits = model
            .Forward(
                new ForwardRequest
                {
                    Rows =
                    [
                        [1, 2, 3, 4],
                    ],
                }
            )
            .Logits.ToArray();
        double mean = logits.Average(),
            deviation = Math.Sqrt(logits.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(deviation, 0.01, 100);
        float[] weights = model.Checkpoint.Read("model.layers.1.mlp.up_proj.weight");
        Assert.InRange(Math.Sqrt(weights.Average(value => value * value)) * Math.Sqrt(64), 0.97, 1.03);
    }

    [Fact]
    public void Sizes_that_do_not_fit_and_an_existing_folder_are_refused()
    {
        string demo = EmbeddedDemo.Extract(CacheFolder.Default);
        Assert.Throws<ArgumentException>(() => (Small with { Vocabulary = 10 }).Write(Path.Combine(folder.Path, "new"), demo));
        Assert.Throws<ArgumentException>(() => (Small with { KeyValueHeads = 3 }).Write(Path.Combine(folder.Path, "new"), demo));
        Assert.Throws<IOException>(() => Small.Write(folder.Path, demo));
    }
}
