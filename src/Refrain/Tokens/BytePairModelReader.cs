using System.Text;
using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>Reads the <c>model</c> of a tokenizer.json.</summary>
internal static class BytePairModelReader
{
    /// <param name="sections">The model's values, by name.</param>
    /// <param name="place">For messages.</param>
    public static BytePairModel Read(Dictionary<string, ReadOnlyMemory<byte>> sections, string place)
    {
        JsonPart Part(string name) => new(sections.TryGetValue(name, out ReadOnlyMemory<byte> bytes) ? JsonDocument.Parse(bytes).RootElement : default, $"{place}.{name}");
        string type = Part("type") is { IsNull: false } named ? named.String() : sections.ContainsKey("merges") ? "BPE" : "model without a type";
        if (type != "BPE")
        {
            throw new BadInputException($"{place}.type", $"is {BadInputException.Show(type)}", "BPE", "Unigram, WordPiece and WordLevel tokenizers are not supported yet.");
        }

        foreach (string affix in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (Part(affix) is { IsNull: false } given && given.String().Length > 0)
            {
                throw given.Wrong("none: tokens with a prefix or suffix are not supported");
            }
        }

        if (Part("dropout") is { IsNull: false } dropout && !(dropout.Element.ValueKind == JsonValueKind.Number && dropout.Element.TryGetDouble(out double rate) && rate == 0))
        {
            throw dropout.Wrong("null: with dropout, ids are random");
        }

        bool Flag(string name) => Part(name) is { IsNull: false } given && (given.Element.ValueKind is JsonValueKind.True or JsonValueKind.False ? given.Element.GetBoolean() : throw given.Wrong("true or false"));
        Vocabulary vocabulary = ReadVocabulary(Section(sections, "vocab", place).Span, $"{place}.vocab");
        MergeTable merges = ReadMerges(Section(sections, "merges", place).Span, vocabulary, $"{place}.merges");
        var options = new BytePairOptions
        {
            UnknownToken = Part("unk_token") is { IsNull: false } unknown ? unknown.String() : null,
            FuseUnknown = Flag("fuse_unk"),
            ByteFallback = Flag("byte_fallback"),
            IgnoreMerges = Flag("ignore_merges"),
        };
        return new BytePairModel(vocabulary, merges, options, place);
    }

    private static ReadOnlyMemory<byte> Section(Dictionary<string, ReadOnlyMemory<byte>> sections, string name, string place) =>
        sections.TryGetValue(name, out ReadOnlyMemory<byte> section) ? section : throw new BadInputException($"{place}.{name}", "is missing", "a BPE model's vocabulary and merges");

    private static Vocabulary ReadVocabulary(ReadOnlySpan<byte> json, string place)
    {
        var vocabulary = new Vocabulary(json.Length / 24);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new BadInputException(place, $"is a {reader.TokenType}", "an object of tokens and ids");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string token = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id))
            {
                string shown = reader.TokenType is JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : reader.TokenType.ToString();
                throw new BadInputException(place, $"gives token {BadInputException.Show(token)} the id {BadInputException.Show(shown)}", $"an id from 0 to {Vocabulary.GreatestId}");
            }

            vocabulary.Add(token, id, place);
        }

        return vocabulary.Count > 0 ? vocabulary : throw new BadInputException(place, "is empty", "tokens and ids");
    }

    private static MergeTable ReadMerges(ReadOnlySpan<byte> json, Vocabulary vocabulary, string place)
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
                    throw new BadInputException($"{place}[{rank}]", $"is {BadInputException.Show(new string(text, 0, length))}", "two tokens with a space between them");
                }

                text.AsSpan(cut + 1, length - cut - 1).CopyTo(text.AsSpan(cut));
                length--;
            }

            Add(merges, vocabulary, text.AsSpan(0, length), cut, rank, place);
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
    public static void Add(MergeTable merges, Vocabulary vocabulary, ReadOnlySpan<char> text, int cut, int rank, string place)
    {
        int left = vocabulary.Id(text[..cut]), right = vocabulary.Id(text[cut..]), product = vocabulary.Id(text);
        if (left < 0 || right < 0 || product < 0)
        {
            ReadOnlySpan<char> missing = left < 0 ? text[..cut] : right < 0 ? text[cut..] : text;
            throw new BadInputException($"{place}[{rank}]", $"needs token {BadInputException.Show(missing.ToString())}, which the vocabulary lacks", "a merge of two tokens into a third");
        }

        merges.Add(left, right, rank, product);
    }
}
