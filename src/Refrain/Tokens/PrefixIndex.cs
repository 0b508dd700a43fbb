namespace Refrain.Tokens;

/// <summary>Finds all texts of a list that a text begins with.</summary>
/// <remarks>
/// The texts stand in ordinal order, each with a link to the longest other that it begins with. Whatever a text begins with is then either
/// the
/// greatest entry that does not follow the text, or linked from it. Eight bytes a text, however long the texts are.
/// </remarks>
internal sealed class PrefixIndex
{
    private readonly string[] texts;
    private readonly int[] values;
    private readonly int[] parents; // place of the longest entry that is a proper prefix; -1: none
    private readonly Dictionary<char, (int First, int End)> starts = []; // places of the texts that begin with a character

    /// <param name="entries">Texts, each once and none empty, and what is to be found with them.</param>
    public PrefixIndex(IEnumerable<(string Text, int Value)> entries)
    {
        (string Text, int Value)[] sorted = [.. entries];
        Array.Sort(sorted, (left, right) => string.CompareOrdinal(left.Text, right.Text));
        texts = Array.ConvertAll(sorted, entry => entry.Text);
        values = Array.ConvertAll(sorted, entry => entry.Value);
        parents = new int[texts.Length];
        int open = -1; // the innermost entry that the next may begin with
        for (int i = 0; i < texts.Length; i++)
        {
            while (open >= 0 && !texts[i].StartsWith(texts[open], StringComparison.Ordinal))
            {
                open = parents[open];
            }

            parents[i] = open;
            open = i;
            char first = texts[i][0];
            starts[first] = (starts.TryGetValue(first, out (int First, int End) range) ? range.First : i, i + 1);
        }
    }

    /// <summary>The place of the longest entry that the text begins with; -1: none.</summary>
    public int Longest(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !starts.TryGetValue(text[0], out (int First, int End) range))
        {
            return -1;
        }

        (int low, int high) = range;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = texts[middle].AsSpan().SequenceCompareTo(text) <= 0 ? (middle + 1, high) : (low, middle);
        }

        if (low == range.First)
        {
            return -1;
        }

        int at = low - 1;
        int common = texts[at].AsSpan().CommonPrefixLength(text);
        while (at >= 0 && texts[at].Length > common)
        {
            at = parents[at];
        }

        return at;
    }

    /// <summary>The place of the next shorter entry; -1: none.</summary>
    public int Shorter(int place) => parents[place];

    public int Length(int place) => texts[place].Length;

    public int Value(int place) => values[place];
}
