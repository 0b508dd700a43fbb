using System.Text;

namespace Refrain.Tokens;

/// <summary>NFC, NFD, NFKC and NFKD (Unicode Standard Annex 15).</summary>
/// <remarks>As the tokenizers library does it, which leaves alone what its version of Unicode does not know. Own code because
/// <see cref="string.Normalize()"/> returns its input unchanged when globalisation is invariant, as the product's is.</remarks>
internal static class UnicodeNormalization
{
    private const int HangulBase = 0xAC00,
        LeadBase = 0x1100,
        VowelBase = 0x1161,
        TrailBase = 0x11A7;
    private const int LeadCount = 19,
        VowelCount = 21,
        TrailCount = 28,
        HangulCount = LeadCount * VowelCount * TrailCount;

    private static readonly Lazy<Tables> Data = new(ReadTables);

    private sealed record Tables(
        Dictionary<int, int[]> Canonical,
        Dictionary<int, int[]> Compatible,
        Dictionary<(int First, int Second), int> Composed,
        Dictionary<int, byte> Classes
    );

    /// <summary>The normal form of the text: decomposed canonically or compatibly, and then composed or not.</summary>
    public static string Normalize(string text, bool compatible, bool compose)
    {
        // Below these code points no form changes anything: U+00A0 is the first with a decomposition, U+0300 the first that NFC touches.
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', compose && !compatible ? '\u02FF' : '\u009F'))
        {
            return text;
        }

        var points = Decompose(text, compatible);
        Order(points);
        return Text(compose ? Compose(points) : points);
    }

    private static List<int> Decompose(string text, bool compatible)
    {
        var points = new List<int>(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, compatible, points);
        }

        return points;
    }

    private static void Decompose(int point, bool compatible, List<int> into)
    {
        Tables data = Data.Value;
        if (point is >= HangulBase and < HangulBase + HangulCount)
        {
            int index = point - HangulBase;
            into.Add(LeadBase + (index / (VowelCount * TrailCount)));
            into.Add(VowelBase + (index % (VowelCount * TrailCount) / TrailCount));
            if (index % TrailCount != 0)
            {
                into.Add(TrailBase + (index % TrailCount));
            }
        }
        else if (data.Canonical.TryGetValue(point, out int[]? parts) || (compatible && data.Compatible.TryGetValue(point, out parts)))
        {
            foreach (int part in parts)
            {
                Decompose(part, compatible, into);
            }
        }
        else
        {
            into.Add(point);
        }
    }

    private static byte Class(int point) => point < 0x300 ? (byte)0 : Data.Value.Classes.GetValueOrDefault(point);

    /// <summary>
    /// Sorts each run of marks by combining class; stable, and by a comparison sort, since a hostile run may be as long as the text.
    /// </summary>
    private static void Order(List<int> points)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (Class(points[start]) == 0)
            {
                continue;
            }

            int end = start + 1;
            while (end < points.Count && Class(points[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                int[] sorted = [.. points.GetRange(start, end - start).OrderBy(Class)];
                for (int i = 0; i < sorted.Length; i++)
                {
                    points[start + i] = sorted[i];
                }
            }

            start = end;
        }
    }

    private static List<int> Compose(List<int> points)
    {
        var composed = new List<int>(points.Count);
        int starter = -1; // index in composed of the last code point of class 0
        int lastClass = -1; // class of the last code point kept after the starter; -1: none
        foreach (int point in points)
        {
            int @class = Class(point);
            if (starter >= 0 && lastClass < @class && Pair(composed[starter], point) is int both)
            {
                composed[starter] = both;
                continue;
            }

            if (@class == 0)
            {
                starter = composed.Count;
                lastClass = -1;
            }
            else
            {
                lastClass = @class;
            }

            composed.Add(point);
        }

        return composed;
    }

    private static int? Pair(int first, int second)
    {
        if (first is >= LeadBase and < LeadBase + LeadCount && second is >= VowelBase and < VowelBase + VowelCount)
        {
            return HangulBase + ((((first - LeadBase) * VowelCount) + second - VowelBase) * TrailCount);
        }

        if (
            first is >= HangulBase and < HangulBase + HangulCount
            && (first - HangulBase) % TrailCount == 0
            && second is > TrailBase and < TrailBase + TrailCount
        )
        {
            return first + second - TrailBase;
        }

        return Data.Value.Composed.TryGetValue((first, second), out int both) ? both : null;
    }

    private static string Text(List<int> points)
    {
        var text = new StringBuilder(points.Count + 16);
        Span<char> units = stackalloc char[2];
        foreach (int point in points)
        {
            text.Append(units[..new Rune(point).EncodeToUtf16(units)]);
        }

        return text.ToString();
    }

    private static Tables ReadTables()
    {
        using Stream bytes = CompressedNumbers.Open(UnicodeNormalizationData.Compressed);
        var tables = new Tables([], [], [], []);
        int point = 0;
        for (int count = CompressedNumbers.Next(bytes); count > 0; count--)
        {
            point += CompressedNumbers.Next(bytes);
            int header = CompressedNumbers.Next(bytes);
            int[] parts = new int[header >> 2];
            int last = point;
            for (int i = 0; i < parts.Length; i++)
            {
                int step = CompressedNumbers.Next(bytes);
                parts[i] = last += (step & 1) == 0 ? step >> 1 : -((step + 1) >> 1);
            }

            if (LibraryCharacters.IsNeverNormalized(point))
            {
                continue;
            }

            ((header & 2) == 0 ? tables.Canonical : tables.Compatible).Add(point, parts);
            if ((header & 1) != 0)
            {
                tables.Composed.Add((parts[0], parts[1]), point);
            }
        }

        point = 0;
        for (int count = CompressedNumbers.Next(bytes); count > 0; count--)
        {
            point += CompressedNumbers.Next(bytes);
            int length = CompressedNumbers.Next(bytes);
            byte @class = (byte)CompressedNumbers.Next(bytes);
            for (; length > 0; length--)
            {
                if (!LibraryCharacters.IsNeverNormalized(point))
                {
                    tables.Classes.Add(point, @class);
                }

                point++;
            }
        }

        return tables;
    }
}
