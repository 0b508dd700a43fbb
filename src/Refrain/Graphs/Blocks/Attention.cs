using Refrain.Checkpoints;

namespace Refrain.Graphs.Blocks;

/// <summary>
/// Grouped-query attention over a packed batch, with its projections: they see no padding, only the attention itself does.
/// </summary>
internal static class Attention
{
    /// <summary>x [token, hidden] → [token, hidden]; in the last block, of the tokens that are read.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The block.</param>
    /// <param name="x">What attention reads: the stream, normed where the architecture norms before.</param>
    public static string Build(GraphBuilder graph, int layer, string x)
    {
        var config = graph.Config;
        string path = $"/model/layers.{layer}/attn";
        string source = $"model.layers.{layer}.self_attn";
        int width = config.Heads * config.HeadDimension,
            keyWidth = config.KeyValueHeads * config.HeadDimension;
        (string query, string key, string value) = config.FusedProjections
            ? Fused(graph, path, source, x, width, keyWidth)
            : (Project("q", width), Project("k", keyWidth), Project("v", keyWidth));
        query = Turned(graph, layer, "q", query, config.Heads);
        key = Turned(graph, layer, "k", key, config.KeyValueHeads);

        string packed = graph.Plan.Cache
            ? CachedAttention.Build(graph, layer, path, query, key, value)
            : PlainAttention.Build(graph, layer, path, query, key, value);
        return Linear.Build(graph, path + "/o_proj", packed, source + ".o_proj", width, config.HiddenSize, config.AttentionOutputBias);

        string Project(string name, int output) =>
            Linear.Build(graph, $"{path}/{name}_proj", x, $"{source}.{name}_proj", config.HiddenSize, output, config.AttentionBias);
    }

    private static (string Query, string Key, string Value) Fused(
        GraphBuilder graph,
        string path,
        string source,
        string x,
        int width,
        int keyWidth
    )
    {
        string all = Linear.Build(
            graph,
            path + "/qkv_proj",
            x,
            source + ".qkv_proj",
            graph.Config.HiddenSize,
            width + 2 * keyWidth,
            graph.Config.AttentionBias
        );
        string key = path + "/k",
            value = path + "/v";
        return (
            graph.Add(
                path + "/qkv_split",
                "Split",
                [all, graph.Integers(width, keyWidth, keyWidth)],
                [("axis", -1)],
                output: path + "/q",
                more: [key, value]
            ),
            key,
            value
        );
    }

    /// <summary>[token, heads · width] → the same shape, normed and rotated as the architecture asks.</summary>
    private static string Turned(GraphBuilder graph, int layer, string name, string x, int heads)
    {
        var config = graph.Config;
        string path = $"/model/layers.{layer}/attn/{name}",
            source = $"model.layers.{layer}.self_attn.{name}_norm.weight";
        int width = config.HeadDimension;
        string Split() => graph.Add(path + "_norm/split", "Reshape", [x, graph.Integers(-1, heads, width)]);
        x = config.QueryKeyNorm switch
        {
            QueryKeyNorm.Head => Norm.Build(graph, path + "_norm", Split(), source, width),
            QueryKeyNorm.EachHead => Norm.EachHead(graph, path + "_norm", Split(), source, heads, width),
            QueryKeyNorm.Whole => Norm.Build(graph, path + "_norm", x, source, heads * width),
            _ => x,
        };
        if (config.Unrotated is { } unrotated && unrotated[layer])
        {
            return config.QueryKeyNorm is QueryKeyNorm.Head or QueryKeyNorm.EachHead
                ? graph.Add(path + "_norm/join", "Reshape", [x, graph.Integers(-1, heads * width)])
                : x;
        }

        string token = graph.Add(path + "_token", "Reshape", [x, graph.Integers(-1, 1, heads * width)]);
        return Rotary.Build(graph, path + "_rotary", token, heads, config.Sliding[layer]);
    }
}
