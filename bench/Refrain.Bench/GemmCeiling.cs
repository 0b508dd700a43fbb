using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Bench;

/// <summary>How fast this machine multiplies the matrices of one model: nothing but MatMul, at the model's shapes.</summary>
internal sealed class GemmCeiling : IDisposable
{
    private readonly InferenceSession session;
    private readonly (int Inner, int Outer)[] shapes;
    private readonly int rows;

    /// <param name="config">The model.</param>
    /// <param name="rows">Tokens of a packed batch.</param>
    public GemmCeiling(ModelConfig config, int rows)
    {
        this.rows = rows;
        int query = config.Heads * config.HeadDimension,
            key = config.KeyValueHeads * config.HeadDimension;
        shapes =
        [
            (config.HiddenSize, query),
            (config.HiddenSize, key),
            (config.HiddenSize, key),
            (query, config.HiddenSize),
            (config.HiddenSize, config.IntermediateSize),
            (config.HiddenSize, config.IntermediateSize),
            (config.IntermediateSize, config.HiddenSize),
        ];
        var node = new OnnxNode("product", "MatMul", "", ["x", "w"], ["y"], []);
        byte[] graph = OnnxWriter.Model(
            [node],
            [],
            [new OnnxValue("x", OnnxWriter.Float, ["token", "inner"]), new OnnxValue("w", OnnxWriter.Float, ["inner", "outer"])],
            [new OnnxValue("y", OnnxWriter.Float, ["token", "outer"])]
        );
        session = Refrain.Inference.Runtime.Load(graph, Path.GetTempPath(), []);
    }

    /// <summary>GFLOP/s over one block's seven products, each <paramref name="times"/> times on fresh weights, as layers have.</summary>
    public double Measure(int times = 8)
    {
        double operations = 0,
            seconds = 0;
        var random = new Random(7);
        foreach ((int inner, int outer) in shapes)
        {
            float[] x = Values(random, rows * inner),
                y = new float[rows * outer];
            using var results = new Feed(new Buffers());
            results.Add("y", y, rows, outer);
            for (int i = 0; i <= times; i++)
            {
                using var feed = new Feed(new Buffers());
                feed.Add("x", x, rows, inner).Add("w", Values(random, inner * outer), inner, outer);
                long start = Stopwatch.GetTimestamp();
                session.Run(
                    new RunOptions(),
                    [.. feed.Values.Select(value => value.Name)],
                    [.. feed.Values.Select(value => value.Value)],
                    ["y"],
                    [.. results.Values.Select(value => value.Value)]
                );
                if (i > 0)
                {
                    seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
                    operations += 2.0 * rows * inner * outer;
                }
            }
        }

        return operations / seconds / 1e9;
    }

    /// <summary>Floating-point operations that a model's products need for one token, its head left out.</summary>
    public static double OperationsPerToken(ModelConfig config)
    {
        double attention = (2.0 * config.Heads + 2.0 * config.KeyValueHeads) * config.HeadDimension * config.HiddenSize;
        return 2 * config.Layers * (attention + 3.0 * config.HiddenSize * config.IntermediateSize);
    }

    public void Dispose() => session.Dispose();

    private static float[] Values(Random random, int count)
    {
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.NextSingle() - 0.5f;
        }

        return values;
    }
}
