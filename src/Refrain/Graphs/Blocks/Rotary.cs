using System.Globalization;

namespace Refrain.Graphs.Blocks;

/// <summary>
/// Rotary position embedding, of half-split or neighbouring pairs; cosines and sines come in as tables with a row per token, so every kind
/// of scaling is the caller's.
/// </summary>
internal static class Rotary
{
    /// <summary>x [token, 1, heads · width] → the same shape, the first dimensions of each head rotated, the others as they were.</summary>
    /// <remarks>Tokens lie on the batch axis: the operator refuses sequences longer than its table, and packed batches are.</remarks>
    public static string Build(GraphBuilder graph, string path, string x, int heads, bool sliding)
    {
        var config = graph.Config;
        (string kind, int turning) =
            sliding && config.SlidingRope is { } rope ? ("sliding", rope.RotaryDimension) : ("full", config.Rope.RotaryDimension);
        string half = ((turning == 0 ? config.HeadDimension : turning) / 2).ToString(CultureInfo.InvariantCulture);
        string rows = graph.TokenInput("rotary.rows", OnnxWriter.Int64, "1");
        string cosine = graph.TokenInput($"rotary.{kind}.cos", OnnxWriter.Float, half);
        string sine = graph.TokenInput($"rotary.{kind}.sin", OnnxWriter.Float, half);
        return graph.Add(
            path,
            "RotaryEmbedding",
            [x, rows, cosine, sine],
            [("num_heads", heads), ("interleaved", config.RotaryInterleaved ? 1 : 0), ("rotary_embedding_dim", turning)],
            GraphBuilder.Contributed
        );
    }
}
