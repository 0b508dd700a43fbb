using System.Globalization;

namespace Refrain.Graphs.Blocks;

/// <summary>Grouped-query attention over a packed batch: projections see no padding, only the attention itself does.</summary>
internal static class Attention
{
    /// <summary>x [token, hidden] → [token, hidden].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The block.</param>
    /// <param name="x">The normed residual stream.</param>
    /// <param name="headNorms">True where queries and keys are normed per head before the rotation (Gemma 3, Qwen 3).</param>
    /// <param name="onePlus">True where those norms scale by 1 + w.</param>
    public static string Build(GraphBuilder graph, int layer, string x, bool headNorms = false, bool onePlus = false)
    {
        var config = graph.Config;
        string path = $"/model/layers.{layer}/attn";
        string source = $"model.layers.{layer}.self_attn";
        int keyWidth = config.KeyValueHeads * config.HeadDimension;
        int queryWidth = config.Heads * config.HeadDimension;

        string query = Projection(graph, layer, x, "q", config.Heads, headNorms, onePlus, rotated: true);
        string key = Projection(graph, layer, x, "k", config.KeyValueHeads, headNorms, onePlus, rotated: true);
        string value = Projection(graph, layer, x, "v", config.KeyValueHeads, false, false, rotated: false);

        string attended = Attend(graph, layer, path, Pad(graph, path + "/q", query), Pad(graph, path + "/k", key), Pad(graph, path + "/v", value));
        string flat = graph.Add(path + "/flatten", "Reshape", [attended, graph.Integers(-1, queryWidth)]);
        string packed = graph.Add(path + "/unpad", "Gather", [flat, graph.Input("unpad", OnnxWriter.Int64, "token")], [("axis", 0)]);
        return Linear.Build(graph, path + "/o_proj", packed, source + ".o_proj", queryWidth, config.HiddenSize, config.AttentionBias);
    }

    /// <summary>[token, hidden] → [token, 1, heads · width].</summary>
    private static string Projection(GraphBuilder graph, int layer, string x, string name, int heads, bool norm, bool onePlus, bool rotated)
    {
        var config = graph.Config;
        string path = $"/model/layers.{layer}/attn/{name}";
        string source = $"model.layers.{layer}.self_attn.{name}";
        string projected = Linear.Build(graph, path + "_proj", x, source + "_proj", config.HiddenSize, heads * config.HeadDimension, config.AttentionBias);
        if (norm)
        {
            string split = graph.Add(path + "_norm/split", "Reshape", [projected, graph.Integers(-1, heads, config.HeadDimension)]);
            projected = Norm.Build(graph, path + "_norm", split, source + "_norm.weight", config.HeadDimension, onePlus);
        }

        string token = graph.Add(path + "_token", "Reshape", [projected, graph.Integers(-1, 1, heads * config.HeadDimension)]);
        return rotated ? Rotary.Build(graph, path + "_rotary", token, heads, config.Sliding[layer]) : token;
    }

    /// <summary>[token, 1, width] → [row, sequence, width], right-padded.</summary>
    private static string Pad(GraphBuilder graph, string path, string x)
    {
        string gathered = graph.Add(path + "_pad", "Gather", [x, graph.Input("pad", OnnxWriter.Int64, "slot")], [("axis", 0)]);
        return graph.Add(path + "_rows", "Reshape", [gathered, graph.Input("padded_shape", OnnxWriter.Int64, "3")]);
    }

    private static string Attend(GraphBuilder graph, int layer, string path, string query, string key, string value)
    {
        var config = graph.Config;
        string heads = config.KeyValueHeads.ToString(CultureInfo.InvariantCulture);
        string width = config.HeadDimension.ToString(CultureInfo.InvariantCulture);
        bool cache = graph.Plan.Cache;
        string pastKey = cache ? graph.Input($"past_key.{layer}", OnnxWriter.Float, "row", heads, "capacity", width) : "";
        string pastValue = cache ? graph.Input($"past_value.{layer}", OnnxWriter.Float, "row", heads, "capacity", width) : "";
        string lengths = graph.Input("last_index", OnnxWriter.Int32, "row");
        string total = graph.Input("total_length", OnnxWriter.Int32);
        var attributes = new List<(string, object)>
        {
            ("num_heads", config.Heads), ("kv_num_heads", config.KeyValueHeads), ("scale", config.AttentionScale), ("do_rotary", 0),
        };
        if (config.AttentionSoftcap > 0)
        {
            attributes.Add(("softcap", config.AttentionSoftcap));
        }

        if (config.Sliding[layer])
        {
            attributes.Add(("local_window_size", config.SlidingWindow));
        }

        string presentKey = $"present_key.{layer}", presentValue = $"present_value.{layer}";
        string attended = graph.Add(path + "/GroupQueryAttention", "GroupQueryAttention", [query, key, value, pastKey, pastValue, lengths, total], attributes, GraphBuilder.Contributed, more: [presentKey, presentValue]);
        if (cache)
        {
            graph.Output(presentKey, "row", heads, "capacity", width);
            graph.Output(presentValue, "row", heads, "capacity", width);
        }

        return attended;
    }
}
