using System.Globalization;

namespace Refrain.Graphs.Blocks;

/// <summary>Attention of whole sequences to themselves: softmax(scale · Q Kᵀ + mask) V.</summary>
/// <remarks>Written out: for many short sequences the runtime's GroupQueryAttention takes a third of a reading, these products a twentieth
/// (docs/log.md). All query heads of a key/value head are the rows of one product.</remarks>
internal static class PlainAttention
{
    /// <summary>query [token, heads · width], key and value [token, key/value heads · width] → [token, heads · width].</summary>
    public static string Build(GraphBuilder graph, int layer, string path, string query, string key, string value)
    {
        var config = graph.Config;
        int width = config.HeadDimension;
        if (graph.Plan.Keep)
        {
            Keep(graph, $"key.{layer}", key, config.KeyValueHeads * width);
            Keep(graph, $"value.{layer}", value, config.KeyValueHeads * width);
        }

        string q = Pad(graph, path + "/q", query, "queries", width),
            k = Pad(graph, path + "/k", key, "keys", width),
            v = Pad(graph, path + "/v", value, "keys", width);
        string scores = graph.Add(
            path + "/scores",
            "FusedMatMul",
            [q, k],
            [("transB", 1), ("alpha", config.AttentionScale)],
            GraphBuilder.Contributed
        );
        if (config.AttentionSoftcap > 0)
        {
            string divided = graph.Add(path + "/softcap/Div", "Div", [scores, graph.Number(config.AttentionSoftcap)]);
            scores = graph.Add(
                path + "/softcap/Mul",
                "Mul",
                [graph.Add(path + "/softcap/Tanh", "Tanh", [divided]), graph.Number(config.AttentionSoftcap)]
            );
        }

        string byHead = graph.Add(path + "/by_head", "Reshape", [scores, graph.Input(graph.Scope + "scores_shape", OnnxWriter.Int64, "4")]);
        string masked = graph.Add(
            path + "/mask",
            "Add",
            [
                byHead,
                graph.Input(graph.Scope + (config.Sliding[layer] ? "mask.sliding" : "mask.full"), OnnxWriter.Float, "sequence", "sequence"),
            ]
        );
        string weights = graph.Add(path + "/Softmax", "Softmax", [masked], [("axis", -1)]);
        string flat = graph.Add(path + "/weights", "Reshape", [weights, graph.Input(graph.Scope + "weights_shape", OnnxWriter.Int64, "3")]);
        string attended = graph.Add(path + "/values", "MatMul", [flat, v]);
        string rows = graph.Add(path + "/rows", "Reshape", [attended, graph.Integers(-1, width)]);
        TokenScope.LeaveRead(graph, layer);
        string gathered = graph.Add(
            path + "/unpad",
            "Gather",
            [rows, graph.TokenInput("heads", OnnxWriter.Int64, config.Heads.ToString(CultureInfo.InvariantCulture))],
            [("axis", 0)]
        );
        return graph.Add(path + "/flatten", "Reshape", [gathered, graph.Integers(-1, config.Heads * width)]);
    }

    /// <summary>[token, heads · width] → [row · key/value head, …, width], in the order of the indexes <paramref name="slots"/>.</summary>
    private static string Pad(GraphBuilder graph, string path, string x, string slots, int width)
    {
        string heads = graph.Add(path + "_heads", "Reshape", [x, graph.Integers(-1, width)]);
        return graph.Add(
            path + "_pad",
            "Gather",
            [heads, graph.Input(graph.Scope + slots, OnnxWriter.Int64, graph.Scope + "sequences", graph.Scope + slots)],
            [("axis", 0)]
        );
    }

    private static void Keep(GraphBuilder graph, string name, string x, int width)
    {
        graph.Add("/kept/" + name, "Reshape", [x, graph.Integers(-1, width)], output: name);
        graph.Output(name, graph.Scope + "token", width.ToString(CultureInfo.InvariantCulture));
    }
}
