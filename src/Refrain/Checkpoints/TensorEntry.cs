namespace Refrain.Checkpoints;

/// <summary>Where one tensor of a checkpoint lies.</summary>
/// <param name="Name">The Hugging Face name, for GGUF files too.</param>
/// <param name="Shape">Hugging Face order: <c>[out, in]</c> for a projection.</param>
/// <param name="Type">How the numbers are stored.</param>
/// <param name="File">Full path of the file, links resolved.</param>
/// <param name="Offset">First byte, from the file's start.</param>
/// <param name="Length">Bytes.</param>
internal sealed record TensorEntry(string Name, IReadOnlyList<long> Shape, StorageType Type, string File, long Offset, long Length)
{
    /// <summary>Number of elements: the product of <see cref="Shape"/>, which was checked for overflow.</summary>
    public long ElementCount => Product(Shape); // computed each time: a copy by `with` has another shape

    /// <summary>The shape as <c>[272, 64]</c>.</summary>
    internal string ShapeText => $"[{string.Join(", ", Shape)}]";

    private static long Product(IReadOnlyList<long> shape)
    {
        long product = 1;
        foreach (long dimension in shape)
        {
            product = checked(product * dimension);
        }

        return product;
    }
}
