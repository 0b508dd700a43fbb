using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Refrain.Checkpoints;
using Refrain.Graphs;

namespace Refrain.Tests.Graphs;

[Collection(nameof(Tokens.Timed))]
public class ManyExpertsTests
{
    // With the runtime's search for buffers to use again it takes minutes.
    [Fact]
    public void Layers_of_128_experts_are_compiled_in_seconds()
    {
        var config = new ModelConfig
        {
            Architecture = "qwen3_moe",
            Layers = 8,
            HiddenSize = 32,
            IntermediateSize = 32,
            Heads = 2,
            KeyValueHeads = 1,
            HeadDimension = 16,
            VocabularySize = 50,
            MaximumPositions = 64,
            NormEpsilon = 1e-6f,
            TiedEmbeddings = true,
            Activation = "silu",
            Rope = new RopeConfig { Theta = 10_000 },
            Sliding = new bool[8],
            AttentionScale = 1,
            EndTokens = [],
            Experts = new ExpertConfig
            {
                Count = 128,
                PerToken = 2,
                IntermediateSize = 32,
                Normalised = true,
                Layers = [.. Enumerable.Repeat(true, 8)],
            },
        };
        var graph = ModelGraph.Build(config, new GraphPlan());
        OrtValue[] weights =
        [
            .. graph.Parameters.Select(parameter => OrtValue.CreateTensorValueFromMemory(new float[parameter.Count], [.. parameter.Shape])),
        ];
        string folder = Directory.CreateTempSubdirectory("refrain-experts-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "weights"), new byte[graph.Parameters.Max(parameter => parameter.Bytes)]);
            var watch = Stopwatch.StartNew();
            using var session = Refrain.Inference.Runtime.Load(
                graph.Serialise("weights", parameter => (0, parameter.Bytes)),
                folder,
                graph.Parameters.Select(parameter => parameter.Name).Zip(weights),
                branches: true
            );
            Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
        }
        finally
        {
            Array.ForEach(weights, weight => weight.Dispose());
            Directory.Delete(folder, recursive: true);
        }
    }
}
