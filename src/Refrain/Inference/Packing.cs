namespace Refrain.Inference;

/// <summary>How rows of different lengths lie one after the other in a packed batch, and where each token lies in the padded view that attention sees.</summary>
internal sealed class Packing
{
    /// <param name="lengths">New tokens per row, each at least 1.</param>
    /// <param name="past">Tokens per row that the cache already holds, or null.</param>
    /// <param name="whole">Tokens per row of the sequence that is being read, where it is read in pieces; null: this is the last piece.</param>
    public Packing(IReadOnlyList<int> lengths, IReadOnlyList<int>? past = null, IReadOnlyList<int>? whole = null) : this(lengths, past, whole, null)
    {
    }

    /// <param name="lengths">As above.</param>
    /// <param name="past">As above.</param>
    /// <param name="whole">As above.</param>
    /// <param name="shared">Tokens that are the same as those of rows before; null: none.</param>
    private Packing(IReadOnlyList<int> lengths, IReadOnlyList<int>? past, IReadOnlyList<int>? whole, SharedTokens? shared)
    {
        Rows = lengths.Count;
        Sequence = lengths.Max();
        Pad = new long[checked(Rows * Sequence)];
        LastIndex = new int[Rows];
        Lengths = new int[Rows];
        Counts = [.. lengths];
        int most = lengths.Aggregate(0, (sum, length) => checked(sum + length));
        var (owners, positions, unpad) = (new List<int>(most), new List<long>(most), new List<long>(most));
        for (int row = 0; row < Rows; row++)
        {
            int before = past?[row] ?? 0;
            LastIndex[row] = before + lengths[row] - 1;
            Lengths[row] = whole?[row] ?? before + lengths[row];
            Total = Math.Max(Total, before + lengths[row]);
            int previous = -1;
            for (int i = 0; i < lengths[row]; i++)
            {
                int token = shared?.Find(row, i, previous, owners) ?? owners.Count;
                if (token == owners.Count)
                {
                    owners.Add(row);
                    positions.Add(before + i);
                    unpad.Add(row * Sequence + i);
                }

                Pad[row * Sequence + i] = previous = token;
            }
        }

        (Owners, Positions, Unpad) = ([.. owners], [.. positions], [.. unpad]);
    }

    /// <summary>A packing in which tokens with which several rows begin, such as a template's, are computed once: attention looks back only, so equal tokens after equal tokens are equal in every layer.</summary>
    /// <param name="rows">Token ids per row.</param>
    /// <param name="group">What else a row's tokens depend on, as a number: only rows of the same share.</param>
    /// <param name="same">Whether a token of a row (first argument, its index second) enters as that of an earlier row (third) does, where the ids alone do not say so.</param>
    public static Packing Sharing(IReadOnlyList<int[]> rows, Func<int, int> group, Func<int, int, int, bool>? same = null) =>
        new([.. rows.Select(row => row.Length)], null, null, new SharedTokens(rows, group, same));

    public int Rows { get; }

    /// <summary>All new tokens that are computed.</summary>
    public int Tokens => Owners.Length;

    /// <summary>New tokens of the longest row.</summary>
    public int Sequence { get; }

    /// <summary>Tokens of the longest row, those in the cache included.</summary>
    public int Total { get; }

    /// <summary>New tokens of each row, [row].</summary>
    public int[] Counts { get; }

    /// <summary>The row of each packed token, the first of those that share it, [token].</summary>
    public int[] Owners { get; }

    /// <summary>[token].</summary>
    public long[] Positions { get; }

    /// <summary>The packed token in each padded slot, [row · sequence]; token 0 in slots of padding, whose results nobody reads.</summary>
    public long[] Pad { get; }

    /// <summary>The padded slot of each packed token, [token].</summary>
    public long[] Unpad { get; }

    /// <summary>Index of each row's last token in its whole sequence, [row].</summary>
    public int[] LastIndex { get; }

    /// <summary>Tokens of each row's whole sequence, by which its rotary frequencies are chosen, [row].</summary>
    public int[] Lengths { get; }

    /// <summary>The packed token of a row's new token <paramref name="i"/>.</summary>
    public int Token(int row, int i) => (int)Pad[row * Sequence + i];
}

/// <summary>Knows the tokens that rows of a batch have begun with.</summary>
internal sealed class SharedTokens(IReadOnlyList<int[]> rows, Func<int, int> group, Func<int, int, int, bool>? same)
{
    private readonly Dictionary<(int Previous, int Id), int> known = [];

    /// <summary>The packed token that is the same as a row's; the next new one where there is none.</summary>
    /// <param name="row">The row.</param>
    /// <param name="i">The token's index in it.</param>
    /// <param name="previous">The packed token before it; −1 at the start.</param>
    /// <param name="owners">The row of each packed token so far.</param>
    public int Find(int row, int i, int previous, List<int> owners)
    {
        var key = (previous < 0 ? -1 - group(row) : previous, rows[row][i]);
        return known.TryAdd(key, owners.Count) || same?.Invoke(row, i, owners[known[key]]) == false ? owners.Count : known[key];
    }
}
