namespace Refrain.Tokens;

/// <summary>Every piece is one token.</summary>
/// <param name="vocabulary">Words and ids.</param>
/// <param name="unknownToken">The token for words that are none; needed only when one comes.</param>
/// <param name="place">For messages.</param>
internal sealed class WordLevelModel(Vocabulary vocabulary, string unknownToken, string place) : ITokenModel
{
    public Vocabulary Vocabulary => vocabulary;

    public string Settings => $"WordLevel\0{unknownToken}";

    public IEnumerable<int> Numbers => [];

    /// <exception cref="BadInputException">Malformed.</exception>
    public static WordLevelModel Read(ModelSections sections) => new(sections.Vocabulary(), sections.Text("unk_token"), sections.Place);

    public void Encode(ReadOnlySpan<char> piece, List<int> into) =>
        into.Add(vocabulary.Id(piece) is >= 0 and int id ? id : UnknownTokens.Id(vocabulary, unknownToken, piece, place));
}
