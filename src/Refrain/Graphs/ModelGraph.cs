using Refrain.Checkpoints;
using Refrain.Graphs.Blocks;

namespace Refrain.Graphs;

/// <summary>Compiles a model's configuration into an instrumented graph.</summary>
internal static class ModelGraph
{
    /// <summary>Builds the graph of <paramref name="plan"/>: embedding, blocks from its first layer on, head.</summary>
    public static GraphBuilder Build(ModelConfig config, GraphPlan plan)
    {
        var architecture = Architecture.Of(config);
        var graph = new GraphBuilder(config, plan);
        string x = plan.FirstLayer == 0 ? Embedding.Build(graph, architecture.EmbeddingScale(config)) : Embedding.Continue(graph);
        for (int layer = plan.FirstLayer; layer < config.Layers; layer++)
        {
            x = architecture.Block(graph, layer, Block.Enter(graph, layer, x));
        }

        x = Block.Enter(graph, config.Layers, x);
        Head.Build(graph, x, architecture.NormsOnePlus);
        return graph;
    }
}
