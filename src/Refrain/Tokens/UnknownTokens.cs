namespace Refrain.Tokens;

/// <summary>
/// The token for what has none, looked for only when it is needed, as the tokenizers library does: many vocabularies lack it and never need
/// it.
/// </summary>
internal static class UnknownTokens
{
    /// <exception cref="BadInputException">The vocabulary lacks it.</exception>
    public static int Id(Vocabulary vocabulary, string token, ReadOnlySpan<char> piece, string place) =>
        vocabulary.Id(token) is >= 0 and int id
            ? id
            : throw new BadInputException(
                $"{place}.unk_token",
                $"is {BadInputException.Show(token)}, which the vocabulary lacks, "
                    + $"and the text holds {BadInputException.Show(piece.ToString())}, which has no token",
                "one of the vocabulary's tokens"
            );
}
