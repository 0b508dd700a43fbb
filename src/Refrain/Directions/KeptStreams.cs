using System.Runtime.InteropServices;

namespace Refrain.Directions;

/// <summary>
/// The residual streams of single prompts that a reading kept, found again without the model and without the prompts' tokens.
/// </summary>
internal static class KeptStreams
{
    /// <summary>The stage of what batches read.</summary>
    public const string Stage = "extraction";

    /// <summary>The stage of which prompts each batch held: int32 indexes under the batch's key.</summary>
    public const string Members = "extraction batches";

    /// <summary>
    /// The first prompts of a class at one position, [prompt] flat [layer, hidden]; null where they were not all kept there.
    /// </summary>
    /// <param name="members">Every key of <see cref="Members"/> with its payload.</param>
    /// <param name="read">The payload of a key of <see cref="Stage"/>, or null.</param>
    /// <param name="name">The prompts, such as <c>de/harmful/train</c>.</param>
    /// <param name="position">From the end.</param>
    /// <param name="layers">The model's blocks.</param>
    /// <param name="positions">Post-instruction tokens P.</param>
    /// <param name="hidden">Width of the stream.</param>
    public static float[][]? Of(
        IEnumerable<(string Key, byte[] Payload)> members,
        Func<string, byte[]?> read,
        string name,
        int position,
        int layers,
        int positions,
        int hidden
    )
    {
        var streams = new SortedDictionary<int, float[]>();
        foreach ((string key, byte[] payload) in members.Where(item => item.Key.StartsWith(name + "/", StringComparison.Ordinal)))
        {
            int[] batch = MemoryMarshal.Cast<byte, int>(payload).ToArray();
            if (
                KeptRows.OfKey(key) is not { } keep
                || !keep.Holds(position)
                || !batch.Any(prompt => prompt < keep.Prompts && !streams.ContainsKey(prompt))
            )
            {
                continue;
            }

            int kept = batch.Count(prompt => prompt < keep.Prompts),
                row = layers * keep.Positions * hidden;
            long before = ((long)layers * positions * hidden * sizeof(double)) + ((long)batch.Length * hidden * sizeof(float));
            if (read(key) is not { } bytes || bytes.Length != before + ((long)kept * row * sizeof(float)))
            {
                return null;
            }

            var rest = MemoryMarshal.Cast<byte, float>(bytes.AsSpan((int)before));
            foreach ((int place, int prompt) in batch.Where(prompt => prompt < keep.Prompts).Index())
            {
                streams[prompt] = OnePosition(rest.Slice(place * row, row), position - keep.First, layers, keep.Positions, hidden);
            }
        }

        // Every batch that another plan left over holds prompts of the same list, so gaps alone tell of missing ones.
        return streams.Count > 0 && streams.Keys.Last() == streams.Count - 1 ? [.. streams.Values] : null;
    }

    /// <summary>One prompt's stream at one of its kept positions, flat [layer, hidden].</summary>
    /// <param name="row">The prompt's kept streams, [layer, kept position, hidden].</param>
    /// <param name="place">The position among the kept ones, from 0.</param>
    /// <param name="layers">The model's blocks.</param>
    /// <param name="positions">Positions kept.</param>
    /// <param name="hidden">Width of the stream.</param>
    internal static float[] OnePosition(ReadOnlySpan<float> row, int place, int layers, int positions, int hidden)
    {
        var stream = new float[layers * hidden];
        for (int layer = 0; layer < layers; layer++)
        {
            row.Slice(((layer * positions) + place) * hidden, hidden).CopyTo(stream.AsSpan(layer * hidden));
        }

        return stream;
    }
}
