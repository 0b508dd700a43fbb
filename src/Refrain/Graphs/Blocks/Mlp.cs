namespace Refrain.Graphs.Blocks;

/// <summary>Gated MLP: down(activation(gate(x)) · up(x)).</summary>
internal static class Mlp
{
    /// <summary>x [token, hidden] → [token, hidden].</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="path">The path of its nodes.</param>
    /// <param name="source">The beginning of its weights' names.</param>
    /// <param name="x">What it reads.</param>
    /// <param name="inner">Its inner width.</param>
    public static string Build(GraphBuilder graph, string path, string source, string x, int inner)
    {
        (string gate, string up) = graph.Config.FusedProjections
            ? Fused(graph, path, source, x, inner)
            : (Project("gate_proj"), Project("up_proj"));
        string active = Activate(graph, path, gate);
        string product = graph.Add(path + "/Mul", "Mul", [active, up]);
        return Linear.Build(
            graph,
            path + "/down_proj",
            product,
            source + ".down_proj",
            inner,
            graph.Config.HiddenSize,
            graph.Config.MlpBias
        );

        string Project(string name) =>
            Linear.Build(graph, $"{path}/{name}", x, $"{source}.{name}", graph.Config.HiddenSize, inner, graph.Config.MlpBias);
    }

    private static (string Gate, string Up) Fused(GraphBuilder graph, string path, string source, string x, int inner)
    {
        string both = Linear.Build(
            graph,
            path + "/gate_up_proj",
            x,
            source + ".gate_up_proj",
            graph.Config.HiddenSize,
            2 * inner,
            graph.Config.MlpBias
        );
        string up = path + "/up";
        return (
            graph.Add(
                path + "/gate_up_split",
                "Split",
                [both, graph.Integers(inner, inner)],
                [("axis", -1)],
                output: path + "/gate",
                more: [up]
            ),
            up
        );
    }

    private static string Activate(GraphBuilder graph, string path, string x) =>
        graph.Config.Activation switch
        {
            // SiLU is x·sigmoid(αx) with α = 1; no SiLU operator exists before opset 24.
            "silu" => graph.Add(path + "/act_fn", "QuickGelu", [x], [("alpha", 1f)], GraphBuilder.Contributed),
            "gelu" => graph.Add(path + "/act_fn", "Gelu", [x], [("approximate", "none")]),
            "gelu_pytorch_tanh" => graph.Add(path + "/act_fn", "Gelu", [x], [("approximate", "tanh")]),
            "relu" => graph.Add(path + "/act_fn", "Relu", [x]),
            var other => throw new BadInputException(
                "config.json: hidden_act",
                $"is {BadInputException.Show(other)}",
                "silu, gelu, gelu_pytorch_tanh or relu"
            ),
        };
}
