using System.Buffers;

namespace Refrain.Tokens;

/// <summary>A stretch of text between added tokens (<paramref name="Token"/> null), or an added token.</summary>
internal readonly record struct Segment(int Start, int End, AddedToken? Token);

/// <summary>Finds added tokens in a text: from left to right the longest at each place, without overlap.</summary>
internal sealed class AddedTokens
{
    /// <summary>Bounds the work at each place of the text.</summary>
    private const int LongestToken = 1024;

    /// <summary>Four times what the greatest known list takes, and about 10 MB.</summary>
    private const int MostNodes = 1 << 18;

    private readonly Dictionary<(int Node, char Character), int> next = [];
    private readonly List<AddedToken?> ends = [null]; // by node of the trie; node 0 is the root
    private readonly SearchValues<char> firsts;

    /// <param name="tokens">In the file's order; of two with one text the first counts.</param>
    /// <param name="textOf">The text to look for.</param>
    /// <param name="place">Named when a token is too long.</param>
    public AddedTokens(IEnumerable<AddedToken> tokens, Func<AddedToken, string> textOf, string place)
    {
        var starts = new HashSet<char>();
        foreach (AddedToken token in tokens)
        {
            string text = textOf(token);
            if (text.Length == 0)
            {
                continue;
            }

            if (text.Length > LongestToken)
            {
                throw new BadInputException(
                    place,
                    $"has an added token of {text.Length} characters, {BadInputException.Show(text)}",
                    $"at most {LongestToken}"
                );
            }

            starts.Add(text[0]);
            int node = 0;
            foreach (char character in text)
            {
                if (!next.TryGetValue((node, character), out int child))
                {
                    child =
                        ends.Count < MostNodes
                            ? ends.Count
                            : throw new BadInputException(place, "has very many added tokens", $"at most {MostNodes} characters in all");
                    ends.Add(null);
                    next.Add((node, character), child);
                }

                node = child;
            }

            ends[node] ??= token;
        }

        firsts = SearchValues.Create([.. starts]);
    }

    /// <summary>Cuts the text into added tokens and what lies between them; every character is in one segment.</summary>
    public IEnumerable<Segment> Split(string text)
    {
        int start = 0; // of the text not yet given
        int at = 0;
        while (Find(text, at) is (int found, int end, AddedToken token))
        {
            at = end;
            if (token.SingleWord && !StandsAlone(text, found, end))
            {
                continue;
            }

            if (token.StripsLeft)
            {
                found = Math.Max(text.AsSpan(0, found).TrimEnd().Length, start);
            }

            if (token.StripsRight)
            {
                end = text.Length - text.AsSpan(end).TrimStart().Length;
            }

            if (start < found)
            {
                yield return new(start, found, null);
            }

            yield return new(found, end, token);
            start = end;
        }

        if (start < text.Length)
        {
            yield return new(start, text.Length, null);
        }
    }

    private static bool StandsAlone(string text, int start, int end) =>
        (start == 0 || !UnicodeClasses.IsWord(UnicodeClasses.Before(text, start)))
        && (end == text.Length || !UnicodeClasses.IsWord(UnicodeClasses.At(text, end, out _)));

    private (int Start, int End, AddedToken Token)? Find(string text, int from)
    {
        for (int start = from; start < text.Length; start++)
        {
            int skipped = text.AsSpan(start).IndexOfAny(firsts);
            if (skipped < 0)
            {
                return null;
            }

            start += skipped;
            (int End, AddedToken Token)? longest = null;
            int node = 0;
            for (int i = start; i < text.Length && next.TryGetValue((node, text[i]), out node); i++)
            {
                longest = ends[node] is AddedToken token ? (i + 1, token) : longest;
            }

            if (longest is var (end, found))
            {
                return (start, end, found);
            }
        }

        return null;
    }
}
