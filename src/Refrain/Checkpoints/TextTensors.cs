namespace Refrain.Checkpoints;

/// <summary>Picks the text model's tensors out of a Hugging Face checkpoint and gives them their plain names.</summary>
internal static class TextTensors
{
    private const string Head = "lm_head.weight";

    // Multimodal checkpoints before and since transformers 4.52; the last is a bare model without its head.
    private static readonly (string Prefix, string Plain)[] Prefixes =
    [
        ("language_model.model.", "model."),
        ("language_model.lm_head.", "lm_head."),
        ("model.language_model.", "model."),
    ];

    /// <param name="path">The folder, for messages.</param>
    /// <param name="tensors">All tensors of the checkpoint.</param>
    /// <param name="tied">True where the head is the embedding table.</param>
    /// <param name="rename">Turns an architecture's own names into llama's.</param>
    public static IReadOnlyDictionary<string, TensorEntry> Rename(
        string path,
        IEnumerable<TensorEntry> tensors,
        bool tied,
        Func<string, string> rename
    )
    {
        TensorEntry[] all = [.. tensors];
        bool multimodal = all.Any(tensor => Prefixes.Any(prefix => tensor.Name.StartsWith(prefix.Prefix, StringComparison.Ordinal)));
        bool bare = !multimodal && all.Any(tensor => tensor.Name == "embed_tokens.weight");
        var renamed = new Dictionary<string, TensorEntry>();
        foreach (TensorEntry tensor in all)
        {
            string? name =
                multimodal ? Text(tensor.Name)
                : bare && tensor.Name != Head ? "model." + tensor.Name
                : tensor.Name;
            if (name is not null && !renamed.TryAdd(rename(name), tensor with { Name = rename(name) }))
            {
                throw new BadInputException(
                    $"{path}: {BadInputException.Show(tensor.Name)}",
                    $"is a second tensor for {BadInputException.Show(name)}",
                    "one"
                );
            }
        }

        if (tied)
        {
            // Some checkpoints store the tied head a second time; transformers does not look at it either.
            renamed.Remove(Head);
        }

        return renamed;
    }

    /// <summary>The plain name of a text tensor, or null for those of other modalities.</summary>
    private static string? Text(string name)
    {
        foreach ((string prefix, string plain) in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                return plain + name[prefix.Length..];
            }
        }

        return name == Head ? name : null;
    }
}
