using System.Buffers;
using System.Collections.Concurrent;

namespace Refrain.Tokens;

/// <summary>What a byte-pair model does besides merging.</summary>
internal sealed record BytePairOptions
{
    /// <summary>The token for what has none; null: such text is dropped.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>One unknown token for a run of unknown characters.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>
    /// A character without a token becomes its UTF-8 bytes' tokens, &lt;0x00&gt; to &lt;0xFF&gt;, where all of them exist.
    /// </summary>
    public bool ByteFallback { get; init; }

    /// <summary>A piece that is itself a token is not merged from its characters.</summary>
    public bool IgnoreMerges { get; init; }

    /// <summary>Stands before every character but a word's first when its token is looked up.</summary>
    public string ContinuingPrefix { get; init; } = "";

    /// <summary>Stands after a word's last character when its token is looked up.</summary>
    public string EndSuffix { get; init; } = "";

    /// <summary>Whether characters are looked up with something around them.</summary>
    public bool HasAffixes => ContinuingPrefix.Length + EndSuffix.Length > 0;
}

/// <summary>Byte-pair encoding: from characters on, the pair of the lowest rank merges, the leftmost first, until no pair merges.</summary>
internal sealed class BytePairModel : ITokenModel
{
    private const char Metaspace = '▁';
    private const int LongestCached = 48,
        MostCached = 1 << 16;

    private readonly BytePairOptions options;
    private readonly int[] characters = new int[0x10000]; // id of each character of the basic plane; -1: none
    private readonly int[] bytes = new int[256]; // id of each fallback token; -1: none
    private readonly int unknown;
    private readonly bool cutAtMetaspace;
    private readonly ConcurrentDictionary<string, int[]> cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> cached;

    /// <exception cref="BadInputException">The unknown token is not in the vocabulary.</exception>
    public BytePairModel(Vocabulary vocabulary, MergeTable merges, BytePairOptions options, string place)
    {
        (Vocabulary, Merges, this.options) = (vocabulary, merges, options);
        cached = cache.GetAlternateLookup<ReadOnlySpan<char>>();
        Array.Fill(characters, -1);
        foreach ((string single, int id) in vocabulary.All())
        {
            if (single.Length == 1)
            {
                characters[single[0]] = id;
            }
        }

        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = vocabulary.Id($"<0x{i:X2}>");
        }

        unknown = options.UnknownToken is string token ? vocabulary.Id(token) : -1;
        if (options.UnknownToken is not null && unknown < 0)
        {
            throw new BadInputException(
                $"{place}.unk_token",
                $"is {BadInputException.Show(options.UnknownToken)}, which the vocabulary lacks",
                "one of its tokens"
            );
        }

        cutAtMetaspace = !options.IgnoreMerges && !options.HasAffixes && characters[Metaspace] >= 0 && NoMergeEntersAWord();
    }

    public Vocabulary Vocabulary { get; }

    public MergeTable Merges { get; }

    public string Settings =>
        $"{options.UnknownToken}\0{options.FuseUnknown}\0{options.ByteFallback}\0{options.IgnoreMerges}"
        + (options.HasAffixes ? $"\0{options.ContinuingPrefix}\0{options.EndSuffix}" : "");

    public IEnumerable<int> Numbers =>
        Merges
            .All()
            .OrderBy(merge => merge.Rank)
            .ThenBy(merge => merge.Left)
            .ThenBy(merge => merge.Right)
            .SelectMany(merge => new[] { merge.Left, merge.Right, merge.Rank });

    /// <summary>Adds the ids of a piece.</summary>
    public void Encode(ReadOnlySpan<char> piece, List<int> into)
    {
        if (!cutAtMetaspace)
        {
            EncodeWord(piece, into);
            return;
        }

        // No merge joins anything to a ▁ on its right, so words that begin with ▁ merge by themselves: the text need not be one long word.
        int start = 0;
        for (int i = 1; i < piece.Length; i++)
        {
            if (piece[i] == Metaspace && piece[i - 1] != Metaspace)
            {
                EncodeWord(piece[start..i], into);
                start = i;
            }
        }

        EncodeWord(piece[start..], into);
    }

    /// <summary>The ids of a piece without shortcuts, for comparison.</summary>
    public int[] EncodeWhole(ReadOnlySpan<char> piece) => Merge(piece);

    private void EncodeWord(ReadOnlySpan<char> word, List<int> into)
    {
        if (word.Length > LongestCached)
        {
            into.AddRange(Merge(word));
            return;
        }

        if (!cached.TryGetValue(word, out int[]? ids))
        {
            ids = Merge(word);
            if (cache.Count < MostCached)
            {
                cached.TryAdd(word, ids);
            }
        }

        into.AddRange(ids);
    }

    private int[] Merge(ReadOnlySpan<char> word)
    {
        if (options.IgnoreMerges && Vocabulary.Id(word) is >= 0 and int whole)
        {
            return [whole];
        }

        // A UTF-16 unit takes at most three bytes, so at most three symbols; so does one of an affix, which stands around every character.
        int[] symbols = ArrayPool<int>.Shared.Rent(
            checked((word.Length * 3 * (1 + options.ContinuingPrefix.Length)) + (options.EndSuffix.Length * 3) + 1)
        );
        try
        {
            int count = BytePairMerging.Run(Merges, symbols.AsSpan(0, Start(word, symbols)));
            return symbols[..count];
        }
        finally
        {
            ArrayPool<int>.Shared.Return(symbols);
        }
    }

    /// <summary>Writes the ids of the word's characters and returns their number.</summary>
    private int Start(ReadOnlySpan<char> word, int[] symbols)
    {
        int count = 0;
        int pending = 0; // unknown tokens that wait for the next known character
        for (int i = 0, length; i < word.Length; i += length)
        {
            int point = UnicodeClasses.At(word, i, out length);
            ReadOnlySpan<char> character = options.HasAffixes ? WithAffixes(word, i, length) : word.Slice(i, length);
            int id = !options.HasAffixes && point <= 0xFFFF ? characters[point] : Vocabulary.Id(character);
            if (id >= 0)
            {
                for (; pending > 0; pending--)
                {
                    symbols[count++] = unknown;
                }

                symbols[count++] = id;
            }
            else if (!(options.ByteFallback && Fallback(character, symbols, ref count)) && unknown >= 0)
            {
                // Bytes do not flush what is pending, so an unknown character can come after the bytes that follow it: as in the tokenizers
                // library.
                pending = options.FuseUnknown ? 1 : pending + 1;
                if (pending > 1)
                {
                    symbols[count++] = unknown;
                    pending = 1;
                }
            }
        }

        if (pending > 0)
        {
            symbols[count++] = unknown;
        }

        return count;
    }

    private string WithAffixes(ReadOnlySpan<char> word, int start, int length) =>
        string.Concat(
            start > 0 ? options.ContinuingPrefix : "",
            word.Slice(start, length),
            start + length == word.Length ? options.EndSuffix : ""
        );

    private bool Fallback(ReadOnlySpan<char> character, int[] symbols, ref int count)
    {
        Span<byte> utf8 = character.Length <= 16 ? stackalloc byte[48] : new byte[character.Length * 3];
        int length = System.Text.Encoding.UTF8.GetBytes(character, utf8);
        foreach (byte value in utf8[..length])
        {
            if (bytes[value] < 0)
            {
                return false;
            }
        }

        foreach (byte value in utf8[..length])
        {
            symbols[count++] = bytes[value];
        }

        return true;
    }

    private bool NoMergeEntersAWord()
    {
        foreach ((int left, int right, _, _) in Merges.All())
        {
            if (Vocabulary.Token(right)!.StartsWith(Metaspace) && !Vocabulary.Token(left)!.EndsWith(Metaspace))
            {
                return false;
            }
        }

        return true;
    }
}
