namespace Refrain.Checkpoints;

/// <summary>Checks of the tensor list of any file: sizes, bounds and overlaps.</summary>
internal static class TensorLayout
{
    /// <summary>Bytes that a tensor needs.</summary>
    /// <exception cref="BadInputException">A dimension is negative, the product overflows, or the rows do not fill whole
    /// blocks.</exception>
    public static long ByteLength(string place, ReadOnlySpan<long> shape, StorageType type)
    {
        long blocks = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            long dimension = shape[i];
            int block = i == shape.Length - 1 ? type.BlockElements() : 1;
            if (dimension < 0 || dimension % block != 0)
            {
                throw new BadInputException(
                    place,
                    $"has the dimension {dimension}",
                    block == 1 ? "no negative dimension" : $"a multiple of {block} for {type}",
                    "Download the file again."
                );
            }

            blocks = Multiply(place, blocks, dimension / block);
        }

        // The element count too must fit, or products of the shape would overflow later.
        Multiply(place, blocks, type.BlockElements());
        return Multiply(place, blocks, type.BlockBytes());
    }

    /// <summary>Refuses tensors that share bytes and, where <paramref name="contiguous"/>, bytes that belong to no tensor.</summary>
    public static void CheckOverlaps(string path, IEnumerable<TensorEntry> tensors, long start, long end, bool contiguous)
    {
        long position = start;
        string previous = "the header";
        foreach (TensorEntry tensor in tensors.OrderBy(t => t.Offset).ThenBy(t => t.Length))
        {
            if (tensor.Offset < position || (contiguous && tensor.Offset > position))
            {
                string problem = tensor.Offset < position ? "overlaps" : "leaves a gap after";
                throw new BadInputException(
                    $"{path}: {BadInputException.Show(tensor.Name)}",
                    $"{problem} {BadInputException.Show(previous)}",
                    "tensors one after the other",
                    "Download the file again."
                );
            }

            position = tensor.Offset + tensor.Length;
            previous = tensor.Name;
        }

        if (contiguous && position != end)
        {
            throw new BadInputException(path, $"has {end - position} bytes after the last tensor", "none", "Download the file again.");
        }
    }

    private static long Multiply(string place, long left, long right)
    {
        long product = Math.BigMul(left, right, out long low) is 0 && low >= 0 ? low : -1;
        return product >= 0
            ? product
            : throw new BadInputException(
                place,
                "has a shape with more elements than any file can hold",
                "a shape that fits the file",
                "Download the file again."
            );
    }
}
