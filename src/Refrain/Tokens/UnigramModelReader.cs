using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>Reads a Unigram <c>model</c>: <c>vocab</c> is a list of [token, score] whose places are the ids.</summary>
internal static class UnigramModelReader
{
    /// <exception cref="BadInputException">Malformed.</exception>
    public static UnigramModel Read(ModelSections sections)
    {
        ReadOnlySpan<byte> json = sections.Bytes("vocab", "a list of tokens with scores");
        string place = $"{sections.Place}.vocab";
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new BadInputException(place, $"is a {reader.TokenType}", "a list of tokens with scores");
        }

        var vocabulary = new Vocabulary(json.Length / 40);
        var scores = new List<double>(json.Length / 40);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            string token =
                reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Malformed(place, scores.Count, reader.TokenType);
            reader.Read();
            scores.Add(
                reader.TokenType == JsonTokenType.Number
                    ? DecimalScores.Parse(reader.ValueSpan)
                    : throw Malformed(place, scores.Count, reader.TokenType)
            );
            if (!double.IsFinite(scores[^1]))
            {
                throw new BadInputException($"{place}[{scores.Count - 1}]", "has a score beyond 10^308", "a finite number");
            }

            vocabulary.AddOrReplace(token, scores.Count - 1, place);
            reader.Read();
            if (reader.TokenType != JsonTokenType.EndArray)
            {
                throw Malformed(place, scores.Count - 1, reader.TokenType);
            }
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw Malformed(place, scores.Count, reader.TokenType);
        }

        if (scores.Count == 0)
        {
            throw new BadInputException(place, "is empty", "tokens and scores");
        }

        JsonPart unknown = sections.Part("unk_id");
        int? unknownId =
            unknown.IsNull ? null
            : unknown.Number() is var id && id < scores.Count ? id
            : throw unknown.Wrong($"an id below {scores.Count}");
        return new UnigramModel(vocabulary, [.. scores], unknownId, sections.Flag("byte_fallback"), sections.Place);
    }

    private static BadInputException Malformed(string place, int index, JsonTokenType found) =>
        new($"{place}[{index}]", $"holds a {found}", "a token and its score");
}
