namespace Refrain.Graphs.Blocks;

/// <summary>A linear projection.</summary>
internal static class Linear
{
    /// <summary>x [token, input] → [token, output].</summary>
    public static string Build(GraphBuilder graph, string path, string x, string source, int input, int output, bool bias = false)
    {
        string weight = graph.Weight(source + ".weight", Layout.Transposed, input, output);
        string product = graph.Add(path + "/MatMul", "MatMul", [x, weight]);
        return bias ? graph.Add(path + "/Add", "Add", [product, graph.Weight(source + ".bias", Layout.AsStored, output)]) : product;
    }
}
