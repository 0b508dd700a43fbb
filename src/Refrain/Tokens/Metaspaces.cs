namespace Refrain.Tokens;

/// <summary>SentencePiece's way with spaces: each becomes ▁, one may be put before the text, and words begin with it.</summary>
internal static class Metaspaces
{
    private enum Scheme
    {
        First,
        Never,
        Always,
    }

    public static PreTokenizer PreTokenizer(JsonPart part)
    {
        (string replacement, Scheme scheme) = Read(part);
        PreTokenizer split = part.Flag("split", true)
            ? Splitting.By(Patterns.Literal(replacement), SplitBehavior.MergedWithNext)
            : pieces => pieces;
        return pieces =>
            split([
                .. pieces.Select(piece =>
                {
                    string text = piece.Text.ToString().Replace(" ", replacement, StringComparison.Ordinal);
                    bool prepend = scheme == Scheme.Always || (scheme == Scheme.First && piece.AtStart);
                    return Piece.Whole(
                        prepend && !text.StartsWith(replacement, StringComparison.Ordinal) ? replacement + text : text,
                        piece.AtStart
                    );
                }),
            ]);
    }

    /// <summary>Spaces back, but for those at the start of the first token where one was put before the text.</summary>
    public static Func<List<string>, List<string>> Decoder(JsonPart part)
    {
        (string replacement, Scheme scheme) = Read(part);
        return tokens =>
            [
                .. tokens.Select(
                    (token, index) => token.Replace(replacement, index == 0 && scheme != Scheme.Never ? "" : " ", StringComparison.Ordinal)
                ),
            ];
    }

    private static (string Replacement, Scheme Scheme) Read(JsonPart part)
    {
        string replacement = part.Character("replacement");
        // Files of before 2024 say add_prefix_space where newer ones say prepend_scheme.
        Scheme absent = part.Flag("add_prefix_space", true) ? Scheme.Always : Scheme.Never;
        return (
            replacement,
            part.OptionalText("prepend_scheme") switch
            {
                "first" => Scheme.First,
                "never" => Scheme.Never,
                "always" => absent,
                null => absent,
                var other => throw new BadInputException(
                    $"{part.Place}.prepend_scheme",
                    $"is {BadInputException.Show(other)}",
                    "first, never or always"
                ),
            }
        );
    }
}
