using System.Text;

namespace Refrain.Tokens;

/// <summary>The pre-tokenizers that a tokenizer.json can name.</summary>
internal static class PreTokenizers
{
    /// <summary>GPT-2's expression, which ByteLevel uses by itself.</summary>
    public const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const string Supported =
        "Split, ByteLevel, Metaspace, Digits, Punctuation, Whitespace, WhitespaceSplit, "
        + "BertPreTokenizer, CharDelimiterSplit, UnicodeScripts, FixedLength or Sequence";

    /// <exception cref="BadInputException">The pre-tokenizer is unknown, or malformed.</exception>
    public static PreTokenizer Read(JsonPart part)
    {
        if (part.IsNull)
        {
            return pieces => pieces;
        }

        switch (part.Type)
        {
            case "Split":
                return Splitting.By(Patterns.Read(part.Part("pattern")), Splitting.Behavior(part, "behavior"), part.Flag("invert", false));
            case "ByteLevel":
                return ByteLevel(part.Flag("add_prefix_space", true), part.Flag("use_regex", true));
            case "Metaspace":
                return Metaspaces.PreTokenizer(part);
            case "Digits":
                return Splitting.By(
                    Patterns.Characters(LibraryCharacters.IsNumeric),
                    part.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous
                );
            case "Punctuation":
                return Splitting.By(
                    Patterns.Characters(LibraryCharacters.IsPunctuation),
                    Splitting.Behavior(part, "behavior", SplitBehavior.Isolated)
                );
            case "Whitespace": // \w+|[^\w\s]+
                return Splitting.By(
                    Patterns.Runs(point =>
                        UnicodeClasses.IsWord(point) ? 1
                        : UnicodeClasses.IsWhiteSpace(point) ? 0
                        : 2
                    ),
                    SplitBehavior.Removed,
                    invert: true
                );
            case "WhitespaceSplit":
                return Splitting.By(Patterns.Characters(UnicodeClasses.IsWhiteSpace), SplitBehavior.Removed);
            case "BertPreTokenizer":
                return Sequence(
                    Splitting.By(Patterns.Characters(UnicodeClasses.IsWhiteSpace), SplitBehavior.Removed),
                    Splitting.By(Patterns.Characters(LibraryCharacters.IsPunctuation), SplitBehavior.Isolated)
                );
            case "CharDelimiterSplit":
                return Splitting.By(Patterns.Literal(part.Character("delimiter")), SplitBehavior.Removed);
            case "UnicodeScripts":
                return UnicodeScripts.Split;
            case "FixedLength":
                int length = part.Number("length", 5);
                return Splitting.By(
                    Patterns.Lengths(length > 0 ? length : throw part.Part("length").Wrong("a number of at least 1")),
                    SplitBehavior.Isolated
                );
            case "Sequence":
                return Sequence([.. part.Steps("pretokenizers").Select(Read)]);
            case var unknown:
                throw new BadInputException(part.Place, $"is a {BadInputException.Show(unknown)} pre-tokenizer", Supported);
        }
    }

    public static PreTokenizer Sequence(params PreTokenizer[] steps) => pieces => steps.Aggregate(pieces, (current, step) => step(current));

    /// <summary>Splits by GPT-2's expression if asked to, then writes every piece in the byte alphabet.</summary>
    public static PreTokenizer ByteLevel(bool addPrefixSpace, bool useRegex)
    {
        PreTokenizer? split = useRegex ? Splitting.By(RegexPattern.Create(Gpt2, "ByteLevel"), SplitBehavior.Isolated) : null;
        return pieces =>
        {
            if (addPrefixSpace)
            {
                pieces =
                [
                    .. pieces.Select(piece => piece.Text[0] == ' ' ? piece : Piece.Whole(" " + piece.Text.ToString(), piece.AtStart)),
                ];
            }

            return InBytes(split is null ? pieces : split(pieces));
        };
    }

    private static List<Piece> InBytes(List<Piece> pieces)
    {
        int length = pieces.Sum(piece => piece.Length);
        var text = new StringBuilder(length * 5 / 4);
        EncodingBudget budget = EncodingBudget.For(length);
        int[] starts = new int[pieces.Count + 1];
        for (int i = 0; i < pieces.Count; i++)
        {
            ByteAlphabet.Append(pieces[i].Text, text);
            budget.CheckLength(text.Length, "pre_tokenizer: ByteLevel"); // the alphabet of an alphabet doubles what is no ASCII
            starts[i + 1] = text.Length;
        }

        string source = text.ToString();
        return [.. pieces.Select((piece, i) => new Piece(source, starts[i], starts[i + 1] - starts[i], piece.AtStart))];
    }
}
