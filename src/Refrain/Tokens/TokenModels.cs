namespace Refrain.Tokens;

/// <summary>The models that a tokenizer.json can name.</summary>
internal static class TokenModels
{
    private const string Supported = "BPE, Unigram, WordPiece or WordLevel";

    /// <exception cref="BadInputException">The model is unknown, or malformed.</exception>
    public static ITokenModel Read(ModelSections sections) =>
        TypeOf(sections) switch
        {
            "BPE" => BytePairModelReader.Read(sections),
            "Unigram" => UnigramModelReader.Read(sections),
            "WordPiece" => WordPieceModel.Read(sections),
            "WordLevel" => WordLevelModel.Read(sections),
            var unknown => throw new BadInputException($"{sections.Place}.type", $"is {BadInputException.Show(unknown)}", Supported),
        };

    /// <summary>Files of before 2021 do not name the type; then the values tell.</summary>
    private static string TypeOf(ModelSections sections) =>
        sections.Part("type") is { IsNull: false } named ? named.String()
        : sections.Has("merges") ? "BPE"
        : sections.IsList("vocab") ? "Unigram"
        : sections.Has("max_input_chars_per_word") ? "WordPiece"
        : sections.Has("unk_token") ? "WordLevel"
        : "model without a type";
}
