using Refrain.Checkpoints.Quantisation;

namespace Refrain.Graphs;

/// <summary>One parameter of a graph: float32, but for the numbers of blocks.</summary>
/// <param name="Source">Its name in the checkpoint, such as <c>model.layers.0.mlp.up_proj.weight</c>.</param>
/// <param name="Layout">How it is laid out.</param>
/// <param name="Shape">Its shape in the graph, after <paramref name="Layout"/>.</param>
/// <param name="Format">The blocks of <see cref="Layout.Numbers"/> and <see cref="Layout.Scales"/>, else null.</param>
internal sealed record Parameter(string Source, Layout Layout, IReadOnlyList<long> Shape, BlockFormat? Format = null)
{
    /// <summary>Its name in the graph and in the prepared weights.</summary>
    public string Name =>
        Layout switch
        {
            Layout.Transposed => Source + ".transposed",
            Layout.OnePlus => Source + ".one_plus",
            Layout.Numbers => $"{Source}.{Format!.Name}",
            Layout.Scales => $"{Source}.{Format!.Name}.scales",
            _ => Source,
        };

    public long Count => Shape.Aggregate(1L, (product, dimension) => checked(product * dimension));

    /// <summary>Its element type, a number of onnx.proto.</summary>
    public int ElementType => Layout == Layout.Numbers ? OnnxWriter.UInt8 : OnnxWriter.Float;

    /// <summary>Bytes of all elements.</summary>
    public long Bytes => checked(Count * (Layout == Layout.Numbers ? 1 : sizeof(float)));

    /// <summary>The shape that the checkpoint must have.</summary>
    public IReadOnlyList<long> SourceShape =>
        Format is not null ? [Shape[0], Shape[1] * Format.Size]
        : Layout == Layout.Transposed ? [.. Shape.Reverse()]
        : Shape;
}
