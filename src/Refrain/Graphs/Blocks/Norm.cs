namespace Refrain.Graphs.Blocks;

/// <summary>Root-mean-square norm over the last axis; statistics in float32.</summary>
internal static class Norm
{
    /// <param name="graph">The graph.</param>
    /// <param name="path">The node's path, such as <c>/model/layers.0/input_layernorm</c>.</param>
    /// <param name="x">[…, width].</param>
    /// <param name="source">The scale's name in the checkpoint.</param>
    /// <param name="width">Length of the last axis.</param>
    /// <param name="onePlus">True where the model scales by 1 + w (Gemma).</param>
    public static string Build(GraphBuilder graph, string path, string x, string source, int width, bool onePlus)
    {
        string scale = graph.Weight(source, onePlus ? Layout.OnePlus : Layout.AsStored, width);
        return graph.Add(path, "SimplifiedLayerNormalization", [x, scale], [("axis", -1), ("epsilon", graph.Config.NormEpsilon), ("stash_type", 1)]);
    }
}
