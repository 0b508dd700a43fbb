using Refrain.Checkpoints;

namespace Refrain.Graphs.Blocks;

/// <summary>A mixture of experts: each token is read by the experts that a router finds likeliest, and by no other.</summary>
internal static class Experts
{
    /// <summary>x [token, hidden] → [token, hidden]: the chosen experts' outputs, weighted by their probabilities.</summary>
    public static string Build(GraphBuilder graph, int layer, string x, ExpertConfig experts)
    {
        string path = $"/model/layers.{layer}/mlp",
            source = $"model.layers.{layer}.mlp";
        string logits = Linear.Build(graph, path + "/gate", x, source + ".gate", graph.Config.HiddenSize, experts.Count);
        string probabilities = graph.Add(path + "/router/Softmax", "Softmax", [logits], [("axis", -1)]);
        string chosen = path + "/router/chosen";
        string weights = graph.Add(
            path + "/router/TopK",
            "TopK",
            [probabilities, graph.Integers(experts.PerToken)],
            [("axis", -1)],
            more: [chosen]
        );
        if (experts.Normalised)
        {
            string sum = graph.Add(path + "/router/ReduceSum", "ReduceSum", [weights, graph.Integers(-1)], [("keepdims", 1)]);
            weights = graph.Add(path + "/router/Div", "Div", [weights, sum]);
        }

        // A slot is a token and one of its experts: slot = token · PerToken + choice. Each expert reads its slots' tokens; then all slots
        // go back in order.
        string slots = graph.Add(path + "/router/slots", "Reshape", [chosen, graph.Integers(-1)]);
        var outputs = new List<string>();
        var places = new List<string>();
        for (int expert = 0; expert < experts.Count; expert++)
        {
            string own = $"{path}/experts.{expert}";
            string mine = graph.Add(own + "/Equal", "Equal", [slots, graph.Index(expert)]);
            string found = graph.Add(own + "/NonZero", "NonZero", [mine]);
            string place = graph.Add(own + "/slots", "Reshape", [found, graph.Integers(-1)]);
            string token = graph.Add(own + "/tokens", "Div", [place, graph.Index(experts.PerToken)]);
            string read = graph.Add(own + "/Gather", "Gather", [x, token], [("axis", 0)]);
            outputs.Add(Mlp.Build(graph, own, $"{source}.experts.{expert}", read, experts.IntermediateSize));
            places.Add(place);
        }

        string stacked = graph.Add(path + "/experts/Concat", "Concat", outputs, [("axis", 0)]);
        string order = graph.Add(path + "/experts/order", "Concat", places, [("axis", 0)]);
        string back = Inverse(graph, path + "/experts", order);
        string inOrder = graph.Add(path + "/experts/Gather", "Gather", [stacked, back], [("axis", 0)]);
        string byToken = graph.Add(
            path + "/experts/Reshape",
            "Reshape",
            [inOrder, graph.Integers(-1, experts.PerToken, graph.Config.HiddenSize)]
        );
        string column = graph.Add(path + "/experts/weights", "Unsqueeze", [weights, graph.Integers(-1)]);
        string weighted = graph.Add(path + "/experts/Mul", "Mul", [byToken, column]);
        return graph.Add(path + "/experts/ReduceSum", "ReduceSum", [weighted, graph.Integers(1)], [("keepdims", 0)]);
    }

    /// <summary>The inverse of a permutation: where each slot's output lies.</summary>
    private static string Inverse(GraphBuilder graph, string path, string order)
    {
        string shape = graph.Add(path + "/order_shape", "Shape", [order]);
        string count = graph.Add(path + "/order_count", "Squeeze", [shape]);
        string range = graph.Add(path + "/Range", "Range", [graph.Index(0), count, graph.Index(1)]);
        return graph.Add(path + "/ScatterElements", "ScatterElements", [order, order, range], [("axis", 0)]);
    }
}
