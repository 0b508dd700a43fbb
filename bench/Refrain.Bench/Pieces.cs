using BenchmarkDotNet.Attributes;
using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Bench;

/// <summary>The pieces on the embedded demo model, which every clone has.</summary>
[MemoryDiagnoser]
public class Pieces
{
    private Model? model;
    private PromptFormat? format;
    private int[][] rows = [];
    private float[] logits = [];
    private float[] other = [];

    [GlobalSetup]
    public void Open()
    {
        var checkpoint = Checkpoint.Open(Resources.EmbeddedDemo.Extract(CacheFolder.Default));
        model = Model.Open(checkpoint, CacheFolder.Default);
        format = PromptFormat.Of(checkpoint);
        rows = [.. Enumerable.Range(0, 64).Select(i => format.Encode($"How do I bake bread number {i}?"))];
        var random = new Random(7);
        logits = [.. Enumerable.Range(0, 60_000).Select(_ => random.NextSingle())];
        other = [.. Enumerable.Range(0, 60_000).Select(_ => random.NextSingle())];
    }

    [GlobalCleanup]
    public void Close() => model?.Dispose();

    [Benchmark]
    public int Tokenise() => format!.Encode("How do I bake bread, and how long does it have to rest before it goes into the oven?").Length;

    [Benchmark]
    public int Pack() => new Packing(rows, groups: new int[rows.Length]).Main.Count;

    [Benchmark]
    public float Read() => model!.Forward(new ForwardRequest { Rows = rows }).Logits[0];

    [Benchmark]
    public int Generate() => Generation.Greedy(model!, new GenerationRequest { Rows = rows, MaximumNewTokens = 16, IgnoreEnd = true }).Length;

    [Benchmark]
    public double Divergence() => Distribution.Divergence(Distribution.Of(logits), other);

    [Benchmark]
    public double RefusalScore() => Directions.RefusalScore.Of(logits, [5, 77, 1234]);
}
