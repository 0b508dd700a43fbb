using Microsoft.ML.OnnxRuntime;
using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Graphs.Blocks;
using Refrain.Inference;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference;

/// <summary>Norms against a plain loop in float64; the one by heads is in no reference checkpoint.</summary>
public class NormTests
{
    private const int Tokens = 5,
        Heads = 3,
        Width = 8;

    [Theory]
    [InlineData("cohere", true)]
    [InlineData("cohere", false)]
    [InlineData("llama", true)]
    [InlineData("llama", false)]
    public void Each_head_is_normed_by_itself_and_scaled_by_its_own_row_or_by_one_for_all(string architecture, bool rows)
    {
        var random = new Random(17);
        float[] x = [.. Enumerable.Range(0, Tokens * Heads * Width).Select(_ => (float)(random.NextDouble() * 4 - 1))];
        float[] scale = [.. Enumerable.Range(0, (rows ? Heads : 1) * Width).Select(_ => (float)(random.NextDouble() + 0.5))];
        using var checkpoint = Checkpoint.Open(Shared.Path("golden", "architectures", architecture));
        float[] y = Run(checkpoint.Config, rows, x, scale);
        for (int i = 0; i < x.Length; i++)
        {
            double[] head = [.. x.AsSpan(i / Width * Width, Width).ToArray().Select(value => (double)value)];
            double mean = checkpoint.Config.Norm == NormKind.LayerNorm ? head.Average() : 0;
            double deviation = Math.Sqrt(head.Average(value => (value - mean) * (value - mean)) + checkpoint.Config.NormEpsilon);
            double factor = scale[rows ? i % (Heads * Width) : i % Width];
            Assert.Equal((x[i] - mean) / deviation * factor, y[i], 1e-5);
        }
    }

    private static float[] Run(ModelConfig config, bool rows, float[] x, float[] scale)
    {
        var graph = new GraphBuilder(config, new GraphPlan());
        string input = graph.Input("x", OnnxWriter.Float, "token", "3", "8");
        string normed = rows ? Norm.EachHead(graph, "/norm", input, "w", Heads, Width) : Norm.Build(graph, "/norm", input, "w", Width);
        graph.Add("/y", "Identity", [normed], output: "y");
        graph.Output("y", "token", "3", "8");
        using var folder = new TemporaryFolder();
        folder.Write("weights", new byte[scale.Length * sizeof(float)]);
        long[] shape = rows ? [Heads, Width] : [Width];
        using var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, new Memory<float>(scale), shape);
        using var session = new Session(
            Runtime.Load(graph.Serialise("weights", parameter => (0, parameter.Bytes)), folder.Path, [("w", value)], null)
        );
        var y = new float[x.Length];
        using var feed = new Feed(new Buffers());
        using var results = new Feed(new Buffers());
        session.Run(feed.Add("x", x, Tokens, Heads, Width), results.Add("y", y, Tokens, Heads, Width));
        return y;
    }
}
