using System.Globalization;

namespace Refrain.Graphs.Blocks;

/// <summary>Attention to the keys and values of a cache, to which those of the new tokens are written: for decoding.</summary>
internal static class CachedAttention
{
    /// <summary>query [token, heads · width], key and value [token, key/value heads · width] → [token, heads · width].</summary>
    public static string Build(GraphBuilder graph, int layer, string path, string query, string key, string value)
    {
        string attended = Attend(
            graph,
            layer,
            path,
            Pad(graph, path + "/q", query),
            Pad(graph, path + "/k", key),
            Pad(graph, path + "/v", value)
        );
        string flat = graph.Add(
            path + "/flatten",
            "Reshape",
            [attended, graph.Integers(-1, graph.Config.Heads * graph.Config.HeadDimension)]
        );
        TokenScope.LeaveRead(graph, layer);
        return graph.Add(path + "/unpad", "Gather", [flat, graph.TokenInput("unpad", OnnxWriter.Int64)], [("axis", 0)]);
    }

    /// <summary>[token, width], with or without a 1 between → [row, sequence, width], right-padded.</summary>
    private static string Pad(GraphBuilder graph, string path, string x)
    {
        string gathered = graph.Add(
            path + "_pad",
            "Gather",
            [x, graph.Input(graph.Scope + "pad", OnnxWriter.Int64, "slot")],
            [("axis", 0)]
        );
        return graph.Add(path + "_rows", "Reshape", [gathered, graph.Input("padded_shape", OnnxWriter.Int64, "3")]);
    }

    private static string Attend(GraphBuilder graph, int layer, string path, string query, string key, string value)
    {
        var config = graph.Config;
        string heads = config.KeyValueHeads.ToString(CultureInfo.InvariantCulture);
        string width = config.HeadDimension.ToString(CultureInfo.InvariantCulture);
        string pastKey = graph.Input($"past_key.{layer}", OnnxWriter.Float, "row", heads, "capacity", width);
        string pastValue = graph.Input($"past_value.{layer}", OnnxWriter.Float, "row", heads, "capacity", width);
        string lengths = graph.Input("last_index", OnnxWriter.Int32, "row");
        string total = graph.Input("total_length", OnnxWriter.Int32);
        var attributes = new List<(string, object)>
        {
            ("num_heads", config.Heads),
            ("kv_num_heads", config.KeyValueHeads),
            ("scale", config.AttentionScale),
            ("do_rotary", 0),
        };
        if (config.AttentionSoftcap > 0)
        {
            attributes.Add(("softcap", config.AttentionSoftcap));
        }

        if (config.Sliding[layer])
        {
            attributes.Add(("local_window_size", config.SlidingWindow));
        }

        string presentKey = $"present_key.{layer}",
            presentValue = $"present_value.{layer}";
        string attended = graph.Add(
            path + "/GroupQueryAttention",
            "GroupQueryAttention",
            [query, key, value, pastKey, pastValue, lengths, total],
            attributes,
            GraphBuilder.Contributed,
            more: [presentKey, presentValue]
        );
        graph.Output(presentKey, "row", heads, "capacity", width);
        graph.Output(presentValue, "row", heads, "capacity", width);
        return attended;
    }
}
