namespace Refrain.Graphs.Blocks;

/// <summary>A linear projection.</summary>
internal static class Linear
{
    /// <summary>x [token, input] → [token, output].</summary>
    public static string Build(GraphBuilder graph, string path, string x, string source, int input, int output, bool bias = false)
    {
        string product = Product.Build(graph, path, x, source + ".weight", input, output);
        return bias ? graph.Add(path + "/Add", "Add", [product, graph.Weight(source + ".bias", Layout.AsStored, output)]) : product;
    }
}
