using System.Buffers;

namespace Refrain.Tokens;

/// <summary>A queue that gives the least number first: a heap of four children a node in one array.</summary>
internal struct NumberHeap(int capacity) : IDisposable
{
    private ulong[] items = ArrayPool<ulong>.Shared.Rent(Math.Max(16, capacity));
    private int count;

    public void Add(ulong number)
    {
        if (count == items.Length)
        {
            ulong[] larger = ArrayPool<ulong>.Shared.Rent(count * 2);
            items.CopyTo(larger, 0);
            ArrayPool<ulong>.Shared.Return(items);
            items = larger;
        }

        int at = count++;
        for (int parent; at > 0 && items[parent = (at - 1) / 4] > number; at = parent)
        {
            items[at] = items[parent];
        }

        items[at] = number;
    }

    public bool TryTake(out ulong least)
    {
        least = count > 0 ? items[0] : 0;
        if (count == 0)
        {
            return false;
        }

        Span<ulong> heap = items.AsSpan(0, --count);
        ulong last = items[count];
        int at = 0;
        for (int child = 1; child < heap.Length; child = (at * 4) + 1)
        {
            int end = Math.Min(child + 4, heap.Length), smallest = child;
            for (int i = child + 1; i < end; i++)
            {
                smallest = heap[i] < heap[smallest] ? i : smallest;
            }

            if (heap[smallest] >= last)
            {
                break;
            }

            heap[at] = heap[smallest];
            at = smallest;
        }

        items[at] = last;
        return true;
    }

    public readonly void Dispose() => ArrayPool<ulong>.Shared.Return(items);
}
