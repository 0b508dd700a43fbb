using System.Globalization;

namespace Refrain.Graphs.Blocks;

/// <summary>The point where interventions act: x ← x + ((b − x Rᵀ) ∘ g + a) R.</summary>
/// <remarks>
/// With rows r of R [direction, hidden], offsets b = μ·r, ablation gates g and addition coefficients a [token, direction], this one
/// operator is ablation (g = 1, b = 0), affine ablation (g = 1, b = μ_harmless·r̂) and addition (g = 0, a = α), for every batch row by
/// itself: a token's gates are zero for other rows' directions. Zero rows change no bit: 0 is added to x. Where interventions act with a
/// probability, g is that of the token times <c>acts</c> [token, point], 1 or 0.
/// </remarks>
internal static class Hook
{
    /// <summary>
    /// Points of a block where interventions may act: its input (in block 0 the embedding's write), what attention gives and what the MLP
    /// gives.
    /// </summary>
    public const int PointsPerBlock = 3;

    /// <summary>
    /// A hook's number among the points of the whole model; the two conventions hook one place each of a sublayer, with the same number.
    /// </summary>
    public static int Point(int layer, string name) =>
        PointsPerBlock * layer
        + name.Split('_')[0] switch
        {
            "block" => 0,
            "attention" => 1,
            _ => 2,
        };

    /// <summary>x [token, hidden] → [token, hidden]; x itself where the plan does not hook <paramref name="site"/>.</summary>
    public static string Build(GraphBuilder graph, HookSites site, int layer, string name, string x)
    {
        if ((graph.Plan.Hooks & site) == 0 || layer < graph.Plan.Split)
        {
            return x;
        }

        string path = $"/model/layers.{layer}/hooks/{name}";
        string layers = graph.Config.Layers.ToString(CultureInfo.InvariantCulture);
        string hidden = graph.Config.HiddenSize.ToString(CultureInfo.InvariantCulture);
        string directions = graph.Input("directions", OnnxWriter.Float, layers, "direction", hidden);
        string offsets = graph.Input("offsets", OnnxWriter.Float, layers, "direction");
        string gates = graph.TokenInput("gates", OnnxWriter.Float, "direction");
        string additions = graph.TokenInput("additions", OnnxWriter.Float, "direction");

        string direction = graph.Add(path + "/direction", "Gather", [directions, graph.Index(layer)], [("axis", 0)]);
        string offset = graph.Add(path + "/offset", "Gather", [offsets, graph.Index(layer)], [("axis", 0)]);
        string projection = graph.Add(path + "/projection", "Gemm", [x, direction, offset], [("alpha", -1f), ("transB", 1)]);
        string gated = graph.Add(path + "/gated", "Mul", [projection, gates]);
        if (graph.Plan.Probabilistic)
        {
            string acts = graph.TokenInput(
                "acts",
                OnnxWriter.Float,
                (PointsPerBlock * graph.Config.Layers).ToString(CultureInfo.InvariantCulture)
            );
            string act = graph.Add(path + "/act", "Gather", [acts, graph.Integers(Point(layer, name))], [("axis", 1)]);
            gated = graph.Add(path + "/acted", "Mul", [gated, act]);
        }

        string coefficients = graph.Add(path + "/coefficients", "Add", [gated, additions]);
        return graph.Add(path, "Gemm", [coefficients, direction, x]);
    }
}
