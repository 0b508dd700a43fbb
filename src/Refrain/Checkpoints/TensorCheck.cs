using System.Globalization;

namespace Refrain.Checkpoints;

/// <summary>Compares a checkpoint's tensors with what its configuration asks for.</summary>
internal static class TensorCheck
{
    private const string LayerPrefix = "model.layers.";

    /// <exception cref="BadInputException">A tensor is missing, has another shape, cannot be read, or belongs to no part of the
    /// architecture.</exception>
    public static void Run(
        string path,
        int layers,
        IEnumerable<(string Name, long[] Shape)> needed,
        IReadOnlyDictionary<string, TensorEntry> tensors
    )
    {
        var names = new HashSet<string>();
        foreach ((string name, long[] shape) in needed)
        {
            CheckOne(path, name, shape, tensors);
            names.Add(name);
        }

        // A layer's weight that nobody multiplies with (a bias that the configuration denies) would give wrong numbers in silence.
        if (tensors.Keys.FirstOrDefault(name => !names.Contains(name) && IsWeightOfLayer(name, layers)) is { } extra)
        {
            throw new BadInputException(
                $"{tensors[extra].File}: {BadInputException.Show(extra)}",
                "is a tensor that the configuration does not ask for",
                "only the architecture's own tensors",
                "Use another checkpoint of this model."
            );
        }
    }

    private static void CheckOne(string path, string name, long[] shape, IReadOnlyDictionary<string, TensorEntry> tensors)
    {
        string expected = $"[{string.Join(", ", shape)}]";
        if (!tensors.TryGetValue(name, out TensorEntry? tensor))
        {
            throw new BadInputException(
                path,
                $"has no tensor {name}",
                $"{expected}, as its configuration says",
                "Download the model again."
            );
        }

        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw new BadInputException(
                $"{tensor.File}: {name}",
                $"has the shape {tensor.ShapeText}",
                $"{expected}, as the configuration says",
                "Download the model again."
            );
        }

        if (!tensor.Type.IsReadable())
        {
            throw new BadInputException(
                $"{tensor.File}: {name}",
                $"is {tensor.Type} {tensor.ShapeText}, which cannot be read",
                StorageLayout.Readable
            );
        }

        if (tensor.ElementCount > Array.MaxLength)
        {
            throw new BadInputException(
                $"{tensor.File}: {name}",
                $"has {tensor.ElementCount} elements",
                $"at most {Array.MaxLength}",
                "Models with larger tensors are not supported yet."
            );
        }
    }

    /// <summary>True for tensors of the layers in use, but for the frequencies that old checkpoints store.</summary>
    private static bool IsWeightOfLayer(string name, int layers) =>
        name.StartsWith(LayerPrefix, StringComparison.Ordinal)
        && !name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)
        && name.IndexOf('.', LayerPrefix.Length) is > 0 and var end
        && int.TryParse(
            name.AsSpan(LayerPrefix.Length, end - LayerPrefix.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out int layer
        )
        && layer < layers;
}
