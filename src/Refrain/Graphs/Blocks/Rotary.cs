namespace Refrain.Graphs.Blocks;

/// <summary>Rotary position embedding, half-split; angles come in as tables, so every kind of scaling is the caller's.</summary>
internal static class Rotary
{
    /// <summary>x [token, 1, heads · width] → the same shape, rotated by each token's position.</summary>
    /// <remarks>Tokens lie on the batch axis: the operator refuses sequences longer than its table, and packed batches are.</remarks>
    public static string Build(GraphBuilder graph, string path, string x, int heads, bool sliding)
    {
        string half = (graph.Config.HeadDimension / 2).ToString(System.Globalization.CultureInfo.InvariantCulture);
        string kind = Tables(graph, sliding);
        string positions = graph.Input("positions", OnnxWriter.Int64, "token", "1");
        string cosine = graph.Input($"rotary.{kind}.cos", OnnxWriter.Float, "position", half);
        string sine = graph.Input($"rotary.{kind}.sin", OnnxWriter.Float, "position", half);
        return graph.Add(path, "RotaryEmbedding", [x, positions, cosine, sine], [("num_heads", heads), ("interleaved", 0)], GraphBuilder.Contributed);
    }

    private static string Tables(GraphBuilder graph, bool sliding) => sliding && graph.Config.SlidingRope is not null ? "sliding" : "full";
}
