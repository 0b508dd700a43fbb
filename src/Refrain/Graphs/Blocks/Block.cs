namespace Refrain.Graphs.Blocks;

/// <summary>What every block shares: its hooked input, and sublayers that add to the residual stream.</summary>
internal static class Block
{
    /// <summary>Hooks the stream entering block <paramref name="layer"/> and taps it as <c>resid_pre.LAYER</c> at the captured tokens.</summary>
    public static string Enter(GraphBuilder graph, int layer, string x)
    {
        var sites = layer == 0 ? HookSites.BlockInput | HookSites.Embedding : HookSites.BlockInput;
        string hooked = layer < graph.Config.Layers ? Hook.Build(graph, sites, layer, "block_input", x) : x;
        string capture = graph.Input("capture", OnnxWriter.Int64, "captured");
        string tap = graph.Add($"/model/taps/resid_pre.{layer}", "Gather", [hooked, capture], [("axis", 0)], output: $"resid_pre.{layer}");
        graph.Output(tap, "captured", graph.Config.HiddenSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return hooked;
    }

    /// <summary>x + what the sublayer writes.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The block.</param>
    /// <param name="name"><c>attention</c> or <c>mlp</c>.</param>
    /// <param name="x">The residual stream, [token, hidden].</param>
    /// <param name="output">The module's output, [token, hidden].</param>
    /// <param name="postNorm">The norm between the module and the stream, where the architecture has one.</param>
    public static string Write(GraphBuilder graph, int layer, string name, string x, string output, Func<string, string>? postNorm = null)
    {
        string write;
        if (postNorm is null)
        {
            write = Hook.Build(graph, HookSites.SublayerOutput | HookSites.SublayerWrite, layer, name + "_write", output);
        }
        else
        {
            string hooked = Hook.Build(graph, HookSites.SublayerOutput, layer, name + "_output", output);
            write = Hook.Build(graph, HookSites.SublayerWrite, layer, name + "_write", postNorm(hooked));
        }

        return graph.Add($"/model/layers.{layer}/{name}_residual", "Add", [x, write]);
    }
}
