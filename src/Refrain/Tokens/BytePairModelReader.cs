using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>Reads a BPE <c>model</c>.</summary>
internal static class BytePairModelReader
{
    /// <summary>Characters of a prefix or suffix, which is put to every character of a text.</summary>
    private const int LongestAffix = 64;

    /// <exception cref="BadInputException">Malformed, or with dropout.</exception>
    public static BytePairModel Read(ModelSections sections)
    {
        string place = sections.Place;
        if (
            sections.Part("dropout") is { IsNull: false } dropout
            && !(dropout.Element.ValueKind == JsonValueKind.Number && dropout.Element.TryGetDouble(out double rate) && rate == 0)
        )
        {
            throw dropout.Wrong("null: with dropout, ids are random");
        }

        string? Text(string name) => sections.Part(name) is { IsNull: false } given ? given.String() : null;
        string Affix(string name) =>
            Text(name) is not { } text ? ""
            : text.Length <= LongestAffix ? text
            : throw new BadInputException(
                $"{place}.{name}",
                $"has {text.Length} characters",
                $"at most {LongestAffix}, such as ## or </w>"
            );
        ReadOnlySpan<byte> merges = sections.Bytes("merges", "a BPE model's vocabulary and merges");
        Vocabulary vocabulary = sections.Vocabulary();
        var options = new BytePairOptions
        {
            UnknownToken = Text("unk_token"),
            FuseUnknown = sections.Flag("fuse_unk"),
            ByteFallback = sections.Flag("byte_fallback"),
            IgnoreMerges = sections.Flag("ignore_merges"),
            ContinuingPrefix = Affix("continuing_subword_prefix"),
            EndSuffix = Affix("end_of_word_suffix"),
        };
        return new BytePairModel(vocabulary, ReadMerges(merges, vocabulary, options.ContinuingPrefix, $"{place}.merges"), options, place);
    }

    private static MergeTable ReadMerges(ReadOnlySpan<byte> json, Vocabulary vocabulary, string prefix, string place)
    {
        int count = Count(json, place);
        var merges = new MergeTable(count);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        char[] text = new char[256];
        for (int rank = 0; rank < count; rank++)
        {
            reader.Read();
            bool isPair = reader.TokenType == JsonTokenType.StartArray;
            if (isPair)
            {
                reader.Read();
            }

            int length = Copy(ref reader, 0, ref text, place, rank);
            int cut = length;
            if (isPair)
            {
                reader.Read();
                length = Copy(ref reader, length, ref text, place, rank);
                reader.Read();
                if (reader.TokenType != JsonTokenType.EndArray)
                {
                    throw new BadInputException($"{place}[{rank}]", "holds more than two tokens", "a pair");
                }
            }
            else
            {
                cut = text.AsSpan(0, length).IndexOf(' ');
                if (cut < 0)
                {
                    throw new BadInputException(
                        $"{place}[{rank}]",
                        $"is {BadInputException.Show(new string(text, 0, length))}",
                        "two tokens with a space between them"
                    );
                }

                text.AsSpan(cut + 1, length - cut - 1).CopyTo(text.AsSpan(cut));
                length--;
            }

            Add(merges, vocabulary, text.AsSpan(0, length), cut, rank, place, prefix);
        }

        return merges;
    }

    /// <summary>Number of merges, from a first pass over the list.</summary>
    private static int Count(ReadOnlySpan<byte> json, string place)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new BadInputException(place, $"is a {reader.TokenType}", "a list of pairs");
        }

        int count = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; count++)
        {
            reader.Skip();
        }

        return count;
    }

    private static int Copy(ref Utf8JsonReader reader, int at, ref char[] text, string place, int rank)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new BadInputException($"{place}[{rank}]", $"holds a {reader.TokenType}", "two tokens");
        }

        if (at + reader.ValueSpan.Length > text.Length)
        {
            Array.Resize(ref text, Math.Max(at + reader.ValueSpan.Length, text.Length * 2));
        }

        return at + reader.CopyString(text.AsSpan(at));
    }

    /// <summary>Adds the merge of the two parts of a text.</summary>
    /// <param name="merges">Takes the merge.</param>
    /// <param name="vocabulary">Holds both parts and the product.</param>
    /// <param name="text">Both parts.</param>
    /// <param name="cut">Where the second begins.</param>
    /// <param name="rank">Its place in the list.</param>
    /// <param name="place">For messages.</param>
    /// <param name="prefix">What the product leaves out of the second part: the mark of tokens that continue a word.</param>
    public static void Add(
        MergeTable merges,
        Vocabulary vocabulary,
        ReadOnlySpan<char> text,
        int cut,
        int rank,
        string place,
        string prefix = ""
    )
    {
        if (!text[cut..].StartsWith(prefix, StringComparison.Ordinal))
        {
            throw new BadInputException(
                $"{place}[{rank}]",
                $"appends {BadInputException.Show(text[cut..].ToString())}",
                $"a token that begins with {BadInputException.Show(prefix)}, the continuing_subword_prefix"
            );
        }

        ReadOnlySpan<char> whole = prefix.Length == 0 ? text : string.Concat(text[..cut], text[(cut + prefix.Length)..]);
        int left = vocabulary.Id(text[..cut]),
            right = vocabulary.Id(text[cut..]),
            product = vocabulary.Id(whole);
        if (left < 0 || right < 0 || product < 0)
        {
            ReadOnlySpan<char> missing =
                left < 0 ? text[..cut]
                : right < 0 ? text[cut..]
                : whole;
            throw new BadInputException(
                $"{place}[{rank}]",
                $"needs token {BadInputException.Show(missing.ToString())}, which the vocabulary lacks",
                "a merge of two tokens into a third"
            );
        }

        merges.Add(left, right, rank, product);
    }
}
