using Refrain.Checkpoints;

namespace Refrain.Graphs.Blocks;

/// <summary>The model's kind of norm over the last axis; statistics in float32.</summary>
internal static class Norm
{
    /// <param name="graph">The graph.</param>
    /// <param name="path">The node's path, such as <c>/model/layers.0/input_layernorm</c>.</param>
    /// <param name="x">[…, width].</param>
    /// <param name="source">The scale's name in the checkpoint.</param>
    /// <param name="width">Length of the last axis.</param>
    public static string Build(GraphBuilder graph, string path, string x, string source, int width) =>
        Add(graph, path, x, graph.Weight(source, graph.Config.NormsOnePlus ? Layout.OnePlus : Layout.AsStored, width));

    /// <summary>x […, heads, width], each head by its own row of the scale [heads, width].</summary>
    public static string EachHead(GraphBuilder graph, string path, string x, string source, int heads, int width)
    {
        string normed = Add(graph, path + "/normed", x, graph.Ones(width));
        return graph.Add(path, "Mul", [normed, graph.Weight(source, Layout.AsStored, heads, width)]);
    }

    private static string Add(GraphBuilder graph, string path, string x, string scale) =>
        graph.Add(
            path,
            graph.Config.Norm == NormKind.LayerNorm ? "LayerNormalization" : "SimplifiedLayerNormalization",
            [x, scale],
            [("axis", -1), ("epsilon", graph.Config.NormEpsilon), ("stash_type", 1)]
        );
}
