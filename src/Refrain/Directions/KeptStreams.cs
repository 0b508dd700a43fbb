using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>
/// The residual streams of single prompts that a reading kept, found again without the model and without the prompts' tokens.
/// </summary>
internal static class KeptStreams
{
    /// <summary>
    /// The first prompts of a class at one position, [prompt] flat [layer, hidden]; null where they were not all kept there.
    /// </summary>
    /// <param name="batches">Every <see cref="ExtractionBatchItem"/> of the run, under its key.</param>
    /// <param name="read">The <see cref="ExtractionItem"/> of a key, or null.</param>
    /// <param name="name">The prompts, such as <c>de/harmful/train</c>.</param>
    /// <param name="position">From the end.</param>
    /// <param name="layers">The model's blocks.</param>
    /// <param name="positions">Post-instruction tokens P.</param>
    /// <param name="hidden">Width of the stream.</param>
    /// <exception cref="BadInputException">An item is damaged, or of another model.</exception>
    public static float[][]? Of(
        IEnumerable<(string Key, ExtractionBatchItem Batch)> batches,
        Func<string, StoredItem?> read,
        string name,
        int position,
        int layers,
        int positions,
        int hidden
    )
    {
        var streams = new SortedDictionary<int, float[]>();
        foreach (var (key, (keep, batch)) in batches.Where(item => item.Key.StartsWith(name + "/", StringComparison.Ordinal)))
        {
            if (!keep.Holds(position) || !batch.Any(prompt => prompt < keep.Prompts && !streams.ContainsKey(prompt)))
            {
                continue;
            }

            // A run that was interrupted between the two, and went on with other batches, does not have it.
            if (read(key) is not { } item)
            {
                continue;
            }

            var kept = ExtractionItem.Decode(item, ExtractionShape.Of(layers, positions, hidden, batch, keep));
            foreach ((int place, int prompt) in batch.Where(prompt => prompt < keep.Prompts).Index())
            {
                streams[prompt] = kept.KeptAt(place, position - keep.First);
            }
        }

        // Every batch that another plan left over holds prompts of the same list, so gaps alone tell of missing ones.
        return streams.Count > 0 && streams.Keys.Last() == streams.Count - 1 ? [.. streams.Values] : null;
    }
}
