namespace Refrain.Graphs.Blocks;

/// <summary>The product with a weight of the checkpoint: the one place where its arithmetic is chosen.</summary>
internal static class Product
{
    // Activations are quantised block by block to 8 bits and summed as whole numbers; any other level of 8-bit weights is 800 times slower.
    private const int WholeNumbers = 4;

    /// <summary>x [token, input] · Wᵀ → [token, output], with W stored as [output, input] under <paramref name="source"/>.</summary>
    public static string Build(GraphBuilder graph, string path, string x, string source, int input, int output, string? name = null)
    {
        if (graph.FormatOf(source, input) is not { } format)
        {
            return graph.Add(path + "/MatMul", "MatMul", [x, graph.Weight(source, Layout.Transposed, input, output)], output: name);
        }

        (string numbers, string scales) = graph.Blocks(source, format, output, input);
        return graph.Add(
            path + "/MatMulNBits",
            "MatMulNBits",
            [x, numbers, scales],
            [("K", input), ("N", output), ("bits", format.Bits), ("block_size", format.Size), ("accuracy_level", WholeNumbers)],
            GraphBuilder.Contributed,
            name
        );
    }
}
