using Refrain.Graphs.Blocks;

namespace Refrain.Graphs.Architectures;

/// <summary>Llama 2, 3 and their like: a norm before each sublayer, none after.</summary>
internal static class Llama
{
    public static readonly Architecture Description = new()
    {
        Name = "llama",
        Block = (graph, layer, x) =>
        {
            string attention = Attention.Build(graph, layer, Before(graph, layer, "input_layernorm", x));
            x = Block.Write(graph, layer, "attention", x, attention);
            string mlp = Mlp.Build(graph, layer, Before(graph, layer, "post_attention_layernorm", x));
            return Block.Write(graph, layer, "mlp", x, mlp);
        },
    };

    private static string Before(GraphBuilder graph, int layer, string name, string x) =>
        Norm.Build(graph, $"/model/layers.{layer}/{name}", x, $"model.layers.{layer}.{name}.weight", graph.Config.HiddenSize, onePlus: false);
}
