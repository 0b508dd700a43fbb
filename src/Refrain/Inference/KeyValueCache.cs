using System.Runtime.InteropServices;

namespace Refrain.Inference;

/// <summary>Keys and values of every layer, [row, key/value head, capacity, width], in native memory that attention reads and writes in place.</summary>
internal sealed unsafe class KeyValueCache : IDisposable
{
    private readonly float*[] keys;
    private readonly float*[] values;
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
    public static long BytesPerRow(int layers, int heads, int capacity, int width) => 2L * layers * heads * capacity * width * sizeof(float);

    /// <summary>Binds the first <paramref name="rows"/> rows as past and present: the same memory, so that nothing is copied in a step.</summary>
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

    /// <summary>Moves the rows that go on to the front; <paramref name="kept"/> is ascending.</summary>
    public void Keep(IReadOnlyList<int> kept)
    {
        nuint bytes = (nuint)(Row * sizeof(float));
        for (int layer = 0; layer < keys.Length; layer++)
        {
            for (int to = 0; to < kept.Count; to++)
            {
                if (kept[to] != to)
                {
                    NativeMemory.Copy(keys[layer] + kept[to] * Row, keys[layer] + to * Row, bytes);
                    NativeMemory.Copy(values[layer] + kept[to] * Row, values[layer] + to * Row, bytes);
                }
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
