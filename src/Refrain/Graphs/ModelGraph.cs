using Refrain.Checkpoints;
using Refrain.Graphs.Blocks;

namespace Refrain.Graphs;

/// <summary>Compiles a model's configuration into an instrumented graph.</summary>
internal static class ModelGraph
{
    /// <summary>Builds the graph of <paramref name="plan"/>: the stream that enters its first layer, blocks from there on, head.</summary>
    /// <param name="config">What to build.</param>
    /// <param name="plan">Which part of it, with which hooks.</param>
    /// <param name="stored">The checkpoint's tensors, whose linear weights are then multiplied in blocks of whole numbers; null: all in
    /// float32.</param>
    public static GraphBuilder Build(ModelConfig config, GraphPlan plan, IReadOnlyDictionary<string, TensorEntry>? stored = null)
    {
        var graph = new GraphBuilder(config, plan, stored);
        string x = Embedding.Build(graph);
        for (int layer = plan.FirstLayer; layer < config.Layers; layer++)
        {
            x = Block.Build(graph, layer, Block.Enter(graph, layer, TokenScope.Expand(graph, layer, x)));
        }

        x = Block.Enter(graph, config.Layers, TokenScope.Cut(graph, x));
        Head.Build(graph, x);
        return graph;
    }
}
