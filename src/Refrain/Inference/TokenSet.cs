namespace Refrain.Inference;

/// <summary>
/// The tokens that are computed in a range of layers, each once, and where they lie in the padded view [row, sequence] that attention sees.
/// </summary>
/// <remarks>
/// Attention is causal, so rows that begin with the same tokens have the same streams there: those tokens are computed for the first such
/// row, and the padded views of the others take them from it. Every chat prompt begins with its template's tokens.
/// </remarks>
internal sealed class TokenSet
{
    private readonly int[][] rows; // [row][index in the row's new tokens] the token

    /// <param name="ids">New tokens per row, each row with at least one.</param>
    /// <param name="groups">Rows share tokens only with rows of the same group; null: with none.</param>
    public TokenSet(IReadOnlyList<int[]> ids, IReadOnlyList<int>? groups)
    {
        rows = new int[ids.Count][];
        var owners = new List<(int Row, int Index)>();
        var padded = new List<int>();
        for (int row = 0; row < rows.Length; row++)
        {
            (int like, int shared) = groups is null ? (0, 0) : Longest(ids, groups, row);
            rows[row] = new int[ids[row].Length];
            for (int i = 0; i < rows[row].Length; i++)
            {
                if (i >= shared)
                {
                    owners.Add((row, i));
                }

                rows[row][i] = i < shared ? rows[like][i] : owners.Count - 1;
            }

            if (shared < rows[row].Length)
            {
                padded.Add(row);
            }
        }

        Owners = [.. owners];
        Padded = [.. padded];
        Sequence = padded.Max(row => ids[row].Length);
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => Owners.Length;

    /// <summary>The row that each token is computed for, and its index among that row's new tokens; [token].</summary>
    public (int Row, int Index)[] Owners { get; }

    /// <summary>The rows that attention sees: those that have a token of their own.</summary>
    public int[] Padded { get; }

    /// <summary>New tokens of the longest of them.</summary>
    public int Sequence { get; }

    /// <summary>The tokens of a row, in order.</summary>
    public ReadOnlySpan<int> Of(int row) => rows[row];

    /// <summary>
    /// Which vector of [token · head, width] stands in each slot of [padded row, head, sequence]; one of token 0 in slots of padding, whose
    /// results nobody reads. Heads that share a key/value head are neighbours.
    /// </summary>
    public long[] Slots(int heads)
    {
        var slots = new long[Padded.Length * heads * Sequence];
        for (int i = 0, at = 0; i < Padded.Length; i++)
        {
            int[] tokens = rows[Padded[i]];
            for (int head = 0; head < heads; head++, at += Sequence)
            {
                for (int index = 0; index < Sequence; index++)
                {
                    slots[at + index] = (index < tokens.Length ? (long)tokens[index] : 0) * heads + head;
                }
            }
        }

        return slots;
    }

    /// <summary>The slot of each head of some tokens, [token, head].</summary>
    public long[] Places(ReadOnlySpan<long> tokens, int heads)
    {
        var order = new int[rows.Length];
        for (int i = 0; i < Padded.Length; i++)
        {
            order[Padded[i]] = i;
        }

        var places = new long[tokens.Length * heads];
        for (int i = 0; i < tokens.Length; i++)
        {
            (int row, int index) = Owners[tokens[i]];
            for (int head = 0; head < heads; head++)
            {
                places[i * heads + head] = ((long)order[row] * heads + head) * Sequence + index;
            }
        }

        return places;
    }

    /// <summary>The earlier row of the group that has the longest common beginning with a row.</summary>
    private static (int Row, int Shared) Longest(IReadOnlyList<int[]> ids, IReadOnlyList<int> groups, int row)
    {
        (int Row, int Shared) best = (0, 0);
        for (int earlier = 0; earlier < row && best.Shared < ids[row].Length; earlier++)
        {
            int shared = groups[earlier] == groups[row] ? ids[row].AsSpan().CommonPrefixLength(ids[earlier]) : 0;
            best = shared > best.Shared ? (earlier, shared) : best;
        }

        return best;
    }
}
