namespace Refrain.Inference;

/// <summary>How rows of different lengths lie one after the other in a packed batch, and where each token lies in the padded view that attention sees.</summary>
internal sealed class Packing
{
    /// <param name="lengths">New tokens per row, each at least 1.</param>
    /// <param name="past">Tokens per row that the cache already holds, or null.</param>
    /// <param name="whole">Tokens per row of the sequence that is being read, where it is read in pieces; null: this is the last piece.</param>
    public Packing(IReadOnlyList<int> lengths, IReadOnlyList<int>? past = null, IReadOnlyList<int>? whole = null)
    {
        Rows = lengths.Count;
        Sequence = lengths.Max();
        Starts = new int[Rows + 1];
        for (int row = 0; row < Rows; row++)
        {
            Starts[row + 1] = checked(Starts[row] + lengths[row]);
        }

        Tokens = Starts[Rows];
        Positions = new long[Tokens];
        Pad = new long[Rows * Sequence];
        Unpad = new long[Tokens];
        LastIndex = new int[Rows];
        Lengths = new int[Rows];
        for (int row = 0; row < Rows; row++)
        {
            int before = past?[row] ?? 0;
            LastIndex[row] = before + lengths[row] - 1;
            Lengths[row] = whole?[row] ?? before + lengths[row];
            Total = Math.Max(Total, before + lengths[row]);
            for (int i = 0; i < lengths[row]; i++)
            {
                int token = Starts[row] + i;
                Positions[token] = before + i;
                Pad[row * Sequence + i] = token;
                Unpad[token] = row * Sequence + i;
            }
        }
    }

    public int Rows { get; }

    /// <summary>All new tokens.</summary>
    public int Tokens { get; }

    /// <summary>New tokens of the longest row.</summary>
    public int Sequence { get; }

    /// <summary>Tokens of the longest row, those in the cache included.</summary>
    public int Total { get; }

    /// <summary>The first packed token of each row, and the end; [row + 1].</summary>
    public int[] Starts { get; }

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
}
