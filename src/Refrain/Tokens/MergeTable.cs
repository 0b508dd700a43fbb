using System.Numerics;

namespace Refrain.Tokens;

/// <summary>
/// Which pairs of tokens merge, in which order, and into what: a hash table without objects, since there are half a million.
/// </summary>
/// <param name="capacity">Number of pairs that will be added at most.</param>
internal sealed class MergeTable(int capacity)
{
    private readonly Entry[] entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, capacity + (capacity / 2)))];

    private struct Entry
    {
        public ulong Pair; // left << 32 | right, plus one, so that zero is a free place
        public int Rank;
        public int Product;
    }

    public int Count { get; private set; }

    /// <summary>Adds a pair; of a pair given twice the last counts, as in the tokenizers library.</summary>
    public void Add(int left, int right, int rank, int product)
    {
        ref Entry entry = ref entries[Find(left, right)];
        if (entry.Pair == 0)
        {
            if (Count >= entries.Length - 1)
            {
                throw new InvalidOperationException("more merges than the table was made for");
            }

            Count++;
        }

        entry = new Entry
        {
            Pair = Key(left, right),
            Rank = rank,
            Product = product,
        };
    }

    /// <summary>The rank of a pair (lower merges first) and its product; false when the pair does not merge.</summary>
    public bool TryGet(int left, int right, out int rank, out int product)
    {
        ref Entry entry = ref entries[Find(left, right)];
        (rank, product) = (entry.Rank, entry.Product);
        return entry.Pair != 0;
    }

    /// <summary>All pairs, in no order.</summary>
    public IEnumerable<(int Left, int Right, int Rank, int Product)> All() =>
        entries
            .Where(entry => entry.Pair != 0)
            .Select(entry => ((int)((entry.Pair - 1) >> 32), (int)(uint)(entry.Pair - 1), entry.Rank, entry.Product));

    private static ulong Key(int left, int right) => (((ulong)(uint)left << 32) | (uint)right) + 1;

    private int Find(int left, int right)
    {
        ulong key = Key(left, right);
        ulong hash = key * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
        int mask = entries.Length - 1;
        int place = (int)(hash >> 33) & mask;
        while (entries[place].Pair != 0 && entries[place].Pair != key)
        {
            place = (place + 1) & mask;
        }

        return place;
    }
}
