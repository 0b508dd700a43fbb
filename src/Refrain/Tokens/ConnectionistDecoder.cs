namespace Refrain.Tokens;

/// <summary>The decoder of connectionist temporal classification: one of each run of equal tokens, without the padding.</summary>
internal static class ConnectionistDecoder
{
    /// <exception cref="BadInputException">Malformed.</exception>
    public static Func<List<string>, List<string>> Read(JsonPart part)
    {
        string padding = part.Text("pad_token"),
            delimiter = part.Text("word_delimiter_token");
        bool cleans = part.Flag("cleanup", true);
        return tokens =>
        {
            IEnumerable<string> once = tokens
                .Where((token, index) => index == 0 || token != tokens[index - 1])
                .Select(token => Decoders.Without(token, padding));
            return
            [
                .. (cleans ? once.Select(token => Decoders.With(WordPieceDecoder.CleanUp(token), delimiter, " ")) : once).Where(token =>
                    token.Length > 0
                ),
            ];
        };
    }
}
