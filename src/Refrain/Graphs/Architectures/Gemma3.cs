using Refrain.Graphs.Blocks;

namespace Refrain.Graphs.Architectures;

/// <summary>Gemma 3, text part: norms before and after each sublayer, normed queries and keys, scaled embedding, sliding layers.</summary>
internal static class Gemma3
{
    public static readonly Architecture Description = new()
    {
        Name = "gemma3",
        NormsOnePlus = true,
        EmbeddingScale = config => (float)Math.Sqrt(config.HiddenSize),
        Block = (graph, layer, x) =>
        {
            string attention = Attention.Build(graph, layer, Scale(graph, layer, "input_layernorm", x), headNorms: true, onePlus: true);
            x = Block.Write(graph, layer, "attention", x, attention, y => Scale(graph, layer, "post_attention_layernorm", y));
            string mlp = Mlp.Build(graph, layer, Scale(graph, layer, "pre_feedforward_layernorm", x));
            return Block.Write(graph, layer, "mlp", x, mlp, y => Scale(graph, layer, "post_feedforward_layernorm", y));
        },
    };

    private static string Scale(GraphBuilder graph, int layer, string name, string x) =>
        Norm.Build(graph, $"/model/layers.{layer}/{name}", x, $"model.layers.{layer}.{name}.weight", graph.Config.HiddenSize, onePlus: true);
}
