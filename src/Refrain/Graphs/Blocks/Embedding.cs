using System.Globalization;

namespace Refrain.Graphs.Blocks;

/// <summary>The residual stream that a graph begins with.</summary>
internal static class Embedding
{
    /// <summary>The stream entering the graph's first layer, given by the caller: <c>resid</c> [token, hidden].</summary>
    /// <remarks>For layer 0 that are the tokens' rows of the embedding table, which only the caller reads: a graph would need the whole
    /// table as float32, beside the head's transposed one.</remarks>
    public static string Build(GraphBuilder graph) =>
        graph.Input("resid", OnnxWriter.Float, graph.Scope + "token", graph.Config.HiddenSize.ToString(CultureInfo.InvariantCulture));
}
