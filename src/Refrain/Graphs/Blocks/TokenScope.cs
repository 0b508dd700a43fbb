namespace Refrain.Graphs.Blocks;

/// <summary>Which tokens a part of the graph computes. Inputs that have an entry per token bear the scope's name in front.</summary>
/// <remarks>
/// Below the first layer that an intervention changes, rows that differ in their interventions alone are still one row; from there on they
/// are apart. After the last attention only those tokens are needed that are read.
/// </remarks>
internal static class TokenScope
{
    /// <summary>Below <see cref="GraphPlan.Split"/>.</summary>
    public const string Lower = "lower.";

    /// <summary>All other layers, up to the last attention.</summary>
    public const string Main = "";

    /// <summary>After the last attention: the tokens whose logits or last streams are read.</summary>
    public const string Tail = "tail.";

    /// <summary>The scope that a graph begins with.</summary>
    public static string First(GraphPlan plan) => plan.Split > plan.FirstLayer ? Lower : Main;

    /// <summary>x [token, hidden] entering a layer, in the layer's scope.</summary>
    public static string Expand(GraphBuilder graph, int layer, string x)
    {
        if (layer != graph.Plan.Split || graph.Scope != Lower)
        {
            return x;
        }

        graph.Scope = Main;
        return graph.Add($"/model/layers.{layer}/expand", "Gather", [x, graph.Input("expand", OnnxWriter.Int64, "token")], [("axis", 0)]);
    }

    /// <summary>After the last attention: goes on with the tokens that are read.</summary>
    public static void LeaveRead(GraphBuilder graph, int layer) => graph.Scope = layer == graph.Config.Layers - 1 ? Tail : graph.Scope;

    /// <summary>x [token, hidden] → [read, hidden], where no attention has left those tokens alone: in a graph without blocks.</summary>
    public static string Cut(GraphBuilder graph, string x)
    {
        if (graph.Scope == Tail)
        {
            return x;
        }

        graph.Scope = Tail;
        return Gather(graph, x, "/model/tail");
    }

    /// <summary>
    /// x [token, …] from before an attention, of the tokens that it has gone on with: the same, or after the last [read, …].
    /// </summary>
    public static string Follow(GraphBuilder graph, string x, string path) => graph.Scope == Tail ? Gather(graph, x, path) : x;

    private static string Gather(GraphBuilder graph, string x, string path) =>
        graph.Add(path, "Gather", [x, graph.Input(Tail + "tokens", OnnxWriter.Int64, "read")], [("axis", 0)]);
}
