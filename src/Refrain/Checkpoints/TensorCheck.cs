namespace Refrain.Checkpoints;

/// <summary>Compares a checkpoint's tensors with what its configuration asks for.</summary>
internal static class TensorCheck
{
    public static void Run(string path, IEnumerable<(string Name, long[] Shape)> needed, IReadOnlyDictionary<string, TensorEntry> tensors)
    {
        foreach ((string name, long[] shape) in needed)
        {
            string expected = $"[{string.Join(", ", shape)}]";
            if (!tensors.TryGetValue(name, out TensorEntry? tensor))
            {
                throw new BadInputException(path, $"has no tensor {name}", $"{expected}, as its configuration says", "Download the model again.");
            }

            if (!tensor.Shape.SequenceEqual(shape))
            {
                throw new BadInputException($"{tensor.File}: {name}", $"has the shape {tensor.ShapeText}", $"{expected}, as the configuration says", "Download the model again.");
            }

            if (!tensor.Type.IsReadable() || tensor.ElementCount > Array.MaxLength)
            {
                throw new BadInputException($"{tensor.File}: {name}", $"is {tensor.Type} {tensor.ShapeText}, which cannot be read", $"{StorageLayout.Readable}, with at most {Array.MaxLength} elements");
            }
        }
    }
}
