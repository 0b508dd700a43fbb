namespace Refrain.Tokens;

/// <summary>Words back from word pieces, and the clean-up of English that goes with them.</summary>
internal static class WordPieceDecoder
{
    /// <summary>In this order.</summary>
    private static readonly (string Dirty, string Clean)[] Replacements =
    [
        (" .", "."),
        (" ?", "?"),
        (" !", "!"),
        (" ,", ","),
        (" ' ", "'"),
        (" n't", "n't"),
        (" 'm", "'m"),
        (" do not", " don't"),
        (" 's", "'s"),
        (" 've", "'ve"),
        (" 're", "'re"),
    ];

    /// <exception cref="BadInputException">Malformed.</exception>
    public static Func<List<string>, List<string>> Read(JsonPart part)
    {
        string prefix = part.Text("prefix");
        bool cleans = part.Flag("cleanup", true);
        return tokens =>
            [
                .. tokens.Select(
                    (token, index) =>
                    {
                        string text =
                            index == 0 ? token
                            : token.StartsWith(prefix, StringComparison.Ordinal) ? token[prefix.Length..]
                            : " " + token;
                        return cleans ? CleanUp(text) : text;
                    }
                ),
            ];
    }

    /// <summary>Takes away spaces before punctuation and inside English contractions.</summary>
    public static string CleanUp(string text) =>
        Replacements.Aggregate(text, (current, pair) => current.Replace(pair.Dirty, pair.Clean, StringComparison.Ordinal));
}
