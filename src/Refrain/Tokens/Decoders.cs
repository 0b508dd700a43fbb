using System.Globalization;
using System.Text;

namespace Refrain.Tokens;

/// <summary>The decoders that a tokenizer.json can name: tokens in, pieces of text out, which are then joined.</summary>
internal static class Decoders
{
    private const string Supported = "ByteLevel, WordPiece, Metaspace, BPEDecoder, CTC, ByteFallback, Fuse, Replace, Strip or Sequence";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="BadInputException">The decoder is unknown, or malformed.</exception>
    public static Func<List<string>, List<string>> Read(JsonPart part)
    {
        if (part.IsNull)
        {
            return tokens => [string.Join(' ', tokens)];
        }

        switch (part.Type)
        {
            case "ByteLevel":
                return ByteLevel;
            case "ByteFallback":
                return ByteFallback;
            case "Fuse":
                return Fuse;
            case "Replace":
                return Replace(Patterns.Read(part.Part("pattern")), part.Text("content"));
            case "Strip":
                return Strip(part.Character("content"), part.Number("start"), part.Number("stop"));
            case "Metaspace":
                return Metaspaces.Decoder(part);
            case "WordPiece":
                return WordPieceDecoder.Read(part);
            case "BPEDecoder":
                string suffix = part.Text("suffix");
                return tokens => [.. tokens.Select((token, index) => With(token, suffix, index == tokens.Count - 1 ? "" : " "))];
            case "CTC":
                return ConnectionistDecoder.Read(part);
            case "Sequence":
                return Sequence([.. part.Steps("decoders").Select(Read)]);
            case var unknown:
                throw new BadInputException(part.Place, $"is a {BadInputException.Show(unknown)} decoder", Supported);
        }
    }

    public static Func<List<string>, List<string>> Sequence(params Func<List<string>, List<string>>[] steps) =>
        tokens => steps.Aggregate(tokens, (current, step) => step(current));

    /// <summary>Bytes back from the byte alphabet; what is not UTF-8 becomes U+FFFD, one for each longest prefix of a sequence.</summary>
    public static List<string> ByteLevel(List<string> tokens)
    {
        var bytes = new List<byte>(tokens.Count * 4);
        foreach (string token in tokens)
        {
            ByteAlphabet.AppendBytes(token, bytes);
        }

        return [Encoding.UTF8.GetString([.. bytes])];
    }

    /// <summary>Runs of tokens such as &lt;0x0A&gt; become text; a run that is not UTF-8 becomes one U+FFFD a byte.</summary>
    public static List<string> ByteFallback(List<string> tokens)
    {
        var result = new List<string>(tokens.Count);
        var run = new List<byte>();
        foreach (string token in tokens)
        {
            if (ByteOf(token) is byte value)
            {
                run.Add(value);
                continue;
            }

            Flush(run, result);
            result.Add(token);
        }

        Flush(run, result);
        return result;
    }

    public static List<string> Fuse(List<string> tokens) => [string.Concat(tokens)];

    public static Func<List<string>, List<string>> Replace(Pattern pattern, string content) =>
        tokens => [.. tokens.Select(token => pattern.Replace(token, content))];

    /// <summary>Takes at most so many of one character off the start and the end of every token.</summary>
    public static Func<List<string>, List<string>> Strip(string content, int start, int stop) =>
        tokens =>
            [
                .. tokens.Select(token =>
                {
                    int from = 0,
                        to = token.Length;
                    for (
                        int i = 0;
                        i < start && content.Length > 0 && string.CompareOrdinal(token, from, content, 0, content.Length) == 0;
                        i++
                    )
                    {
                        from += content.Length;
                    }

                    for (
                        int i = 0;
                        i < stop
                            && content.Length > 0
                            && to - content.Length >= from
                            && string.CompareOrdinal(token, to - content.Length, content, 0, content.Length) == 0;
                        i++
                    )
                    {
                        to -= content.Length;
                    }

                    return token[from..to];
                }),
            ];

    /// <summary>The text with every occurrence of a part replaced. An empty part is found before every character and at the end.</summary>
    public static string With(string text, string part, string replacement) =>
        part.Length > 0
            ? text.Replace(part, replacement, StringComparison.Ordinal)
            : replacement + string.Concat(text.EnumerateRunes().Select(rune => rune + replacement));

    public static string Without(string text, string part) => With(text, part, "");

    /// <summary>The byte that a token such as &lt;0x0A&gt; stands for.</summary>
    public static byte? ByteOf(string token) =>
        token.Length == 6
        && token.StartsWith("<0x", StringComparison.Ordinal)
        && token[5] == '>'
        && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value)
            ? value
            : null;

    private static void Flush(List<byte> run, List<string> into)
    {
        if (run.Count == 0)
        {
            return;
        }

        try
        {
            into.Add(StrictUtf8.GetString([.. run]));
        }
        catch (DecoderFallbackException)
        {
            into.Add(new string('\uFFFD', run.Count));
        }

        run.Clear();
    }
}
