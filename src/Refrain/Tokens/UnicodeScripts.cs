namespace Refrain.Tokens;

/// <summary>Cuts a text where its script changes.</summary>
internal static class UnicodeScripts
{
    private static readonly Lazy<(int[] Starts, int[] Ends, int[] Scripts)> Runs = new(ReadRuns);

    /// <summary>The number of a code point's script; 0: the space, and what has none.</summary>
    public static int Of(int point)
    {
        (int[] starts, int[] ends, int[] scripts) = Runs.Value;
        int at = Array.BinarySearch(starts, point);
        at = at >= 0 ? at : ~at - 1;
        return point == ' ' || at < 0 || point >= ends[at] ? 0 : scripts[at];
    }

    /// <summary>Pieces of one script each.</summary>
    /// <remarks>What has no script goes with what stands before it. At the start of a piece, where nothing stands before it, the tokenizers
    /// library loses it; so do we.</remarks>
    public static List<Piece> Split(List<Piece> pieces)
    {
        var result = new List<Piece>(pieces.Count * 2);
        foreach (Piece piece in pieces)
        {
            int start = -1,
                last = 0;
            for (int i = 0, length; i < piece.Length; i += length)
            {
                int script = Of(UnicodeClasses.At(piece.Text, i, out length));
                if (script != 0 && script != last)
                {
                    Add(piece, start, i, result);
                    (start, last) = (i, script);
                }
            }

            Add(piece, start, piece.Length, result);
        }

        return result;
    }

    private static void Add(Piece piece, int start, int end, List<Piece> into)
    {
        if (start >= 0)
        {
            into.Add(new(piece.Source, piece.Start + start, end - start, piece.AtStart && start == 0));
        }
    }

    private static (int[] Starts, int[] Ends, int[] Scripts) ReadRuns()
    {
        using Stream bytes = CompressedNumbers.Open(UnicodeScriptData.Compressed);
        int count = CompressedNumbers.Next(bytes);
        int[] starts = new int[count],
            ends = new int[count],
            scripts = new int[count];
        for (int i = 0; i < count; i++)
        {
            starts[i] = (i == 0 ? 0 : ends[i - 1]) + CompressedNumbers.Next(bytes);
            ends[i] = starts[i] + CompressedNumbers.Next(bytes);
            scripts[i] = CompressedNumbers.Next(bytes);
        }

        return (starts, ends, scripts);
    }
}
