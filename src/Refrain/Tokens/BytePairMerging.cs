using System.Buffers;

namespace Refrain.Tokens;

/// <summary>Merges the symbols of one word in place.</summary>
internal static class BytePairMerging
{
    /// <summary>Up to here, looking through all pairs for the next merge is faster than a queue.</summary>
    private const int ShortWord = 24;

    /// <summary>Merges until no pair has a rank; returns how many symbols are left, at the start of the span.</summary>
    public static int Run(MergeTable merges, Span<int> symbols) =>
        symbols.Length <= ShortWord ? Scan(merges, symbols) : Queue(merges, symbols);

    /// <summary>Each time looks for the lowest rank, the leftmost of equals. Quadratic.</summary>
    internal static int Scan(MergeTable merges, Span<int> symbols)
    {
        int count = symbols.Length;
        Span<(int Rank, int Product)> pairs = count <= ShortWord ? stackalloc (int, int)[ShortWord] : new (int, int)[count];
        for (int i = 0; i + 1 < count; i++)
        {
            pairs[i] = PairOf(merges, symbols[i], symbols[i + 1]);
        }

        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i + 1 < count; i++)
            {
                best = pairs[i].Rank < pairs[best].Rank ? i : best;
            }

            if (pairs[best].Rank == int.MaxValue)
            {
                break;
            }

            symbols[best] = pairs[best].Product;
            symbols[(best + 2)..count].CopyTo(symbols[(best + 1)..]);
            count--;
            if (best + 1 < count)
            {
                pairs[(best + 2)..count].CopyTo(pairs[(best + 1)..]);
                pairs[best] = PairOf(merges, symbols[best], symbols[best + 1]);
            }

            if (best > 0)
            {
                pairs[best - 1] = PairOf(merges, symbols[best - 1], symbols[best]);
            }
        }

        return count;
    }

    private static (int Rank, int Product) PairOf(MergeTable merges, int left, int right) =>
        merges.TryGet(left, right, out int rank, out int product) ? (rank, product) : (int.MaxValue, -1);

    private struct Link
    {
        public int Previous,
            Next; // -1: none
        public int Rank,
            Product; // of the pair with the next symbol; rank int.MaxValue: does not merge, or the symbol is gone
    }

    /// <summary>Keeps the pairs in a queue by rank, then place; entries that no longer hold are passed over. O(n log n).</summary>
    internal static int Queue(MergeTable merges, Span<int> symbols)
    {
        int count = symbols.Length;
        Link[] links = ArrayPool<Link>.Shared.Rent(count);
        var queue = new PriorityQueue<int, ulong>(count);
        for (int i = 0; i < count; i++)
        {
            links[i] = new Link { Previous = i - 1, Next = i + 1 < count ? i + 1 : -1 };
        }

        for (int i = 0; i < count; i++)
        {
            Offer(merges, symbols, links, queue, i);
        }

        while (queue.TryDequeue(out int at, out ulong priority))
        {
            ref Link link = ref links[at];
            if (link.Rank != (int)(priority >> 32) || link.Rank == int.MaxValue)
            {
                continue;
            }

            symbols[at] = link.Product;
            ref Link gone = ref links[link.Next];
            gone.Rank = int.MaxValue;
            symbols[link.Next] = -1;
            link.Next = gone.Next;
            if (link.Next >= 0)
            {
                links[link.Next].Previous = at;
            }

            Offer(merges, symbols, links, queue, at);
            if (link.Previous >= 0)
            {
                Offer(merges, symbols, links, queue, link.Previous);
            }
        }

        ArrayPool<Link>.Shared.Return(links);
        int left = 0;
        foreach (int symbol in symbols)
        {
            if (symbol >= 0)
            {
                symbols[left++] = symbol;
            }
        }

        return left;
    }

    private static void Offer(MergeTable merges, Span<int> symbols, Link[] links, PriorityQueue<int, ulong> queue, int at)
    {
        ref Link link = ref links[at];
        (link.Rank, link.Product) = link.Next < 0 ? (int.MaxValue, -1) : PairOf(merges, symbols[at], symbols[link.Next]);
        if (link.Rank != int.MaxValue)
        {
            queue.Enqueue(at, ((ulong)(uint)link.Rank << 32) | (uint)at);
        }
    }
}
