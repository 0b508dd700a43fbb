namespace Refrain.Tokens;

/// <summary>
/// Word-piece: from the start of a word on, always the longest token that fits; a word that cannot be covered so is unknown as a whole.
/// </summary>
internal sealed class WordPieceModel : ITokenModel
{
    private readonly string unknownToken;
    private readonly string prefix;
    private readonly int longestWord;
    private readonly string place;
    private readonly PrefixIndex first;
    private readonly PrefixIndex following;

    /// <param name="vocabulary">Tokens; those inside a word begin with the prefix.</param>
    /// <param name="unknownToken">The token for words that cannot be covered; needed only when one comes.</param>
    /// <param name="prefix">Such as ##; may be empty.</param>
    /// <param name="longestWord">Longer words, counted in code points, are unknown.</param>
    /// <param name="place">For messages.</param>
    public WordPieceModel(Vocabulary vocabulary, string unknownToken, string prefix, int longestWord, string place)
    {
        (Vocabulary, this.unknownToken, this.prefix, this.longestWord, this.place) = (vocabulary, unknownToken, prefix, longestWord, place);
        first = new(vocabulary.All().Where(entry => entry.Token.Length > 0));
        following =
            prefix.Length == 0
                ? first
                : new(
                    vocabulary
                        .All()
                        .Where(entry => entry.Token.Length > prefix.Length && entry.Token.StartsWith(prefix, StringComparison.Ordinal))
                        .Select(entry => (entry.Token[prefix.Length..], entry.Id))
                );
    }

    public Vocabulary Vocabulary { get; }

    public string Settings => $"WordPiece\0{unknownToken}\0{prefix}\0{longestWord}";

    public IEnumerable<int> Numbers => [];

    /// <exception cref="BadInputException">Malformed.</exception>
    public static WordPieceModel Read(ModelSections sections) =>
        new(
            sections.Vocabulary(),
            sections.Text("unk_token"),
            sections.Text("continuing_subword_prefix"),
            sections.Number("max_input_chars_per_word"),
            sections.Place
        );

    public void Encode(ReadOnlySpan<char> piece, List<int> into)
    {
        int count = into.Count;
        bool covered = piece.Length <= longestWord || UnicodeClasses.Count(piece) <= longestWord;
        for (int at = 0; covered && at < piece.Length; )
        {
            PrefixIndex index = at == 0 ? first : following;
            int found = index.Longest(piece[at..]);
            covered = found >= 0;
            if (covered)
            {
                into.Add(index.Value(found));
                at += index.Length(found);
            }
        }

        if (!covered)
        {
            into.RemoveRange(count, into.Count - count);
            into.Add(UnknownTokens.Id(Vocabulary, unknownToken, piece, place));
        }
    }
}
