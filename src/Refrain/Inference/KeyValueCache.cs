using System.Runtime.InteropServices;

namespace Refrain.Inference;

/// <summary>
/// Keys and values of every layer, [row, key/value head, capacity, width], in native memory that attention reads and writes in place.
/// </summary>
internal sealed unsafe class KeyValueCache : IDisposable
{
    private readonly float*[] keys;
    private readonly float*[] values;
    private readonly int rows;
    private readonly int heads;
    private readonly int capacity;
    private readonly int width;

    /// <param name="layers">Blocks.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="heads">Key/value heads.</param>
    /// <param name="capacity">Longest sequence in tokens.</param>
    /// <param name="width">Width of a head.</param>
    public KeyValueCache(int layers, int rows, int heads, int capacity, int width)
    {
        this.rows = rows;
        this.heads = heads;
        this.capacity = capacity;
        this.width = width;
        keys = new float*[layers];
        values = new float*[layers];
        nuint bytes = checked((nuint)rows * (nuint)Row * sizeof(float));
        for (int layer = 0; layer < layers; layer++)
        {
            keys[layer] = (float*)NativeMemory.AlignedAlloc(bytes, 64);
            values[layer] = (float*)NativeMemory.AlignedAlloc(bytes, 64);
        }
    }

    private long Row => (long)heads * capacity * width;

    /// <summary>Bytes that one row takes in all layers.</summary>
    public static long BytesPerRow(int layers, int heads, int capacity, int width) =>
        2L * layers * heads * capacity * width * sizeof(float);

    /// <summary>Fills it with zeros.</summary>
    public void Clear()
    {
        nuint bytes = (nuint)rows * (nuint)Row * sizeof(float);
        for (int layer = 0; layer < keys.Length; layer++)
        {
            NativeMemory.Clear(keys[layer], bytes);
            NativeMemory.Clear(values[layer], bytes);
        }
    }

    /// <summary>
    /// Binds the first <paramref name="rows"/> rows as past and present: the same memory, so that nothing is copied in a step.
    /// </summary>
    public void Bind(Feed feed, Feed results, int rows)
    {
        for (int layer = 0; layer < keys.Length; layer++)
        {
            feed.Add($"past_key.{layer}", keys[layer], rows, heads, capacity, width);
            feed.Add($"past_value.{layer}", values[layer], rows, heads, capacity, width);
            results.Add($"present_key.{layer}", keys[layer], rows, heads, capacity, width);
            results.Add($"present_value.{layer}", values[layer], rows, heads, capacity, width);
        }
    }

    /// <summary>Writes a row from its beginning.</summary>
    /// <param name="layer">The block.</param>
    /// <param name="row">The row.</param>
    /// <param name="tokens">Which tokens of the others it has.</param>
    /// <param name="key">Flat [token, key/value head, width].</param>
    /// <param name="value">The same of values.</param>
    public void Write(int layer, int row, ReadOnlySpan<int> tokens, ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        for (int head = 0; head < heads; head++)
        {
            for (int i = 0; i < tokens.Length; i++)
            {
                int from = (tokens[i] * heads + head) * width;
                long to = row * Row + ((long)head * capacity + i) * width;
                key.Slice(from, width).CopyTo(new Span<float>(keys[layer] + to, width));
                value.Slice(from, width).CopyTo(new Span<float>(values[layer] + to, width));
            }
        }
    }

    /// <summary>Copies the first <paramref name="tokens"/> tokens of a row to another.</summary>
    public void Move(int from, int to, int tokens)
    {
        nuint bytes = (nuint)tokens * (nuint)width * sizeof(float);
        for (int layer = 0; layer < keys.Length && from != to; layer++)
        {
            for (int head = 0; head < heads; head++)
            {
                long source = from * Row + (long)head * capacity * width,
                    target = to * Row + (long)head * capacity * width;
                NativeMemory.Copy(keys[layer] + source, keys[layer] + target, bytes);
                NativeMemory.Copy(values[layer] + source, values[layer] + target, bytes);
            }
        }
    }

    public void Dispose()
    {
        for (int layer = 0; layer < keys.Length; layer++)
        {
            NativeMemory.AlignedFree(keys[layer]);
            NativeMemory.AlignedFree(values[layer]);
            keys[layer] = values[layer] = null;
        }
    }
}
