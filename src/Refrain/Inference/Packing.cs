namespace Refrain.Inference;

/// <summary>How the new tokens of rows of different lengths are computed together.</summary>
internal sealed class Packing
{
    private readonly IReadOnlyList<int[]> ids;
    private readonly int[] past;

    /// <param name="ids">New tokens per row, each row with at least one.</param>
    /// <param name="past">Tokens per row that the cache already holds, or null.</param>
    /// <param name="whole">Tokens per row of the sequence that is being read, where it is read in pieces; null: this is the last
    /// piece.</param>
    /// <param name="groups">Rows whose common beginnings are computed once have the same number; null: nothing is shared.</param>
    /// <param name="lowerGroups">The same for the layers below the first that an intervention changes, where rows under different
    /// interventions are still equal; null: those layers are not told apart.</param>
    public Packing(
        IReadOnlyList<int[]> ids,
        IReadOnlyList<int>? past = null,
        IReadOnlyList<int>? whole = null,
        IReadOnlyList<int>? groups = null,
        IReadOnlyList<int>? lowerGroups = null
    )
    {
        this.ids = ids;
        this.past = past is null ? new int[ids.Count] : [.. past];
        Main = new TokenSet(ids, groups);
        Lower = lowerGroups is null ? null : new TokenSet(ids, lowerGroups);
        Expand = Lower is null ? [] : [.. Main.Owners.Select(owner => (long)Lower.Of(owner.Row)[owner.Index])];
        LastIndex = [.. ids.Select((row, i) => this.past[i] + row.Length - 1)];
        Lengths = [.. LastIndex.Select((last, i) => whole?[i] ?? last + 1)];
        Total = LastIndex.Max() + 1;
    }

    public int Rows => ids.Count;

    /// <summary>Tokens of the longest row, those in the cache included.</summary>
    public int Total { get; }

    /// <summary>Index of each row's last token in its whole sequence, [row].</summary>
    public int[] LastIndex { get; }

    /// <summary>Tokens of each row's whole sequence, by which its rotary frequencies are chosen, [row].</summary>
    public int[] Lengths { get; }

    /// <summary>The tokens of the layers where interventions act, or of all layers.</summary>
    public TokenSet Main { get; }

    /// <summary>Those of the layers below, or null.</summary>
    public TokenSet? Lower { get; }

    /// <summary>The tokens that the graph's first layer reads.</summary>
    public TokenSet First => Lower ?? Main;

    /// <summary>The token of <see cref="Lower"/> that each token of <see cref="Main"/> continues, [token].</summary>
    public long[] Expand { get; }

    /// <summary>A token's id.</summary>
    public int Id((int Row, int Index) token) => ids[token.Row][token.Index];

    /// <summary>A token's position in its whole sequence.</summary>
    public int Position((int Row, int Index) token) => past[token.Row] + token.Index;

    /// <summary>The last <paramref name="count"/> new tokens of each row, in <see cref="Main"/>.</summary>
    /// <param name="count">How many; more than a row has: all.</param>
    /// <param name="starts">Where each row begins in the result, and the end; [row + 1].</param>
    public long[] Last(int count, out int[] starts)
    {
        var tokens = new List<long>();
        starts = new int[Rows + 1];
        for (int row = 0; row < Rows; row++)
        {
            foreach (int token in Main.Of(row)[Math.Max(0, ids[row].Length - count)..])
            {
                tokens.Add(token);
            }

            starts[row + 1] = tokens.Count;
        }

        return [.. tokens];
    }
}
