using System.Globalization;

namespace Refrain.Graphs.Blocks;

/// <summary>Token ids to the residual stream.</summary>
internal static class Embedding
{
    /// <summary>ids [token] → [token, hidden], times <paramref name="scale"/> where it is not 1.</summary>
    public static string Build(GraphBuilder graph, float scale = 1)
    {
        var config = graph.Config;
        string ids = graph.Input("ids", OnnxWriter.Int64, "token");
        string table = graph.Weight("model.embed_tokens.weight", Layout.AsStored, config.VocabularySize, config.HiddenSize);
        string embedded = graph.Add("/model/embed_tokens/Gather", "Gather", [table, ids], [("axis", 0)]);
        return scale == 1 ? embedded : graph.Add("/model/embed_tokens/Mul", "Mul", [embedded, graph.Number(scale)]);
    }

    /// <summary>The stream entering a later block, given by the caller: <c>resid</c> [token, hidden].</summary>
    public static string Continue(GraphBuilder graph) =>
        graph.Input("resid", OnnxWriter.Float, "token", graph.Config.HiddenSize.ToString(CultureInfo.InvariantCulture));
}
