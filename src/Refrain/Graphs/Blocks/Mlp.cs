namespace Refrain.Graphs.Blocks;

/// <summary>Gated MLP: down(activation(gate(x)) · up(x)).</summary>
internal static class Mlp
{
    /// <summary>x [token, hidden] → [token, hidden].</summary>
    public static string Build(GraphBuilder graph, int layer, string x)
    {
        var config = graph.Config;
        string path = $"/model/layers.{layer}/mlp";
        string source = $"model.layers.{layer}.mlp";
        string gate = Linear.Build(graph, path + "/gate_proj", x, source + ".gate_proj", config.HiddenSize, config.IntermediateSize, config.MlpBias);
        string up = Linear.Build(graph, path + "/up_proj", x, source + ".up_proj", config.HiddenSize, config.IntermediateSize, config.MlpBias);
        string active = Activate(graph, path, gate);
        string product = graph.Add(path + "/Mul", "Mul", [active, up]);
        return Linear.Build(graph, path + "/down_proj", product, source + ".down_proj", config.IntermediateSize, config.HiddenSize, config.MlpBias);
    }

    private static string Activate(GraphBuilder graph, string path, string x) => graph.Config.Activation switch
    {
        // SiLU is x·sigmoid(αx) with α = 1; no SiLU operator exists before opset 24.
        "silu" => graph.Add(path + "/act_fn", "QuickGelu", [x], [("alpha", 1f)], GraphBuilder.Contributed),
        "gelu_pytorch_tanh" => graph.Add(path + "/act_fn", "Gelu", [x], [("approximate", "tanh")]),
        var other => throw new BadInputException("config.json: hidden_act", $"is {BadInputException.Show(other)}", "silu or gelu_pytorch_tanh"),
    };
}
