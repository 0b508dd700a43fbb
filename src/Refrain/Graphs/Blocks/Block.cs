using Refrain.Checkpoints;
using Refrain.Checkpoints.Configs;

namespace Refrain.Graphs.Blocks;

/// <summary>
/// One block of a decoder: attention and MLP, each adding to the residual stream, with norms where the architecture has them.
/// </summary>
internal static class Block
{
    /// <summary>The stream entering the block [token, hidden] → leaving it.</summary>
    public static string Build(GraphBuilder graph, int layer, string x)
    {
        string?[] norms = DecoderTensors.NormNames(graph.Config.NormPlacement);
        if (graph.Config.NormPlacement == NormPlacement.Parallel)
        {
            string normed = Normed(graph, layer, norms[0], x);
            string attended = Attention.Build(graph, layer, normed);
            (x, normed) = (TokenScope.Follow(graph, x, "/model/tail"), TokenScope.Follow(graph, normed, "/model/tail_normed"));
            string beside = Feed(graph, layer, normed);
            x = Write(graph, layer, "attention", x, attended, null);
            return Write(graph, layer, "mlp", x, beside, null);
        }

        string?[] names = graph.Config.NormPlacement switch
        {
            NormPlacement.Before => [norms[0], null, norms[1], null],
            NormPlacement.After => [null, norms[0], null, norms[1]],
            _ => norms,
        };
        string output = Attention.Build(graph, layer, Normed(graph, layer, names[0], x));
        x = Write(graph, layer, "attention", TokenScope.Follow(graph, x, "/model/tail"), output, names[1]);
        return Write(graph, layer, "mlp", x, Feed(graph, layer, Normed(graph, layer, names[2], x)), names[3]);
    }

    /// <summary>
    /// Hooks the stream entering block <paramref name="layer"/> and taps it as <c>resid_pre.LAYER</c> at the captured tokens.
    /// </summary>
    public static string Enter(GraphBuilder graph, int layer, string x)
    {
        var sites = layer == 0 ? HookSites.BlockInput | HookSites.Embedding : HookSites.BlockInput;
        string hooked = layer < graph.Config.Layers ? Hook.Build(graph, sites, layer, "block_input", x) : x;
        string capture = graph.Input(graph.Scope + "capture", OnnxWriter.Int64, "captured");
        string tap = graph.Add($"/model/taps/resid_pre.{layer}", "Gather", [hooked, capture], [("axis", 0)], output: $"resid_pre.{layer}");
        graph.Output(tap, "captured", graph.Config.HiddenSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return hooked;
    }

    private static string Feed(GraphBuilder graph, int layer, string x) =>
        graph.Config.Experts is { } experts && experts.Layers[layer]
            ? Experts.Build(graph, layer, x, experts)
            : Mlp.Build(graph, $"/model/layers.{layer}/mlp", $"model.layers.{layer}.mlp", x, graph.Config.IntermediateSize);

    private static string Normed(GraphBuilder graph, int layer, string? name, string x) =>
        name is null
            ? x
            : Norm.Build(graph, $"/model/layers.{layer}/{name}", x, $"model.layers.{layer}.{name}.weight", graph.Config.HiddenSize);

    /// <summary>x + what the sublayer writes: its output, after its norm and the model's multiplier where it has them.</summary>
    private static string Write(GraphBuilder graph, int layer, string name, string x, string output, string? norm)
    {
        float scale = graph.Config.ResidualScale;
        bool same = norm is null && scale == 1;
        string write = same ? output : Hook.Build(graph, HookSites.SublayerOutput, layer, name + "_output", output);
        write = Normed(graph, layer, norm, write);
        write = scale == 1 ? write : graph.Add($"/model/layers.{layer}/{name}_scale", "Mul", [write, graph.Number(scale)]);
        write = Hook.Build(
            graph,
            same ? HookSites.SublayerOutput | HookSites.SublayerWrite : HookSites.SublayerWrite,
            layer,
            name + "_write",
            write
        );
        return graph.Add($"/model/layers.{layer}/{name}_residual", "Add", [x, write]);
    }
}
