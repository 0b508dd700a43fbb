using System.Text;

namespace Refrain.Tokens;

/// <summary>BERT's cleaning of a text.</summary>
internal static class BertText
{
    /// <summary>Reads a BertNormalizer.</summary>
    /// <exception cref="BadInputException">Malformed.</exception>
    public static Func<string, string> Read(JsonPart part)
    {
        bool cleans = part.Flag("clean_text", true),
            separates = part.Flag("handle_chinese_chars", true),
            lowers = part.Flag("lowercase", true);
        bool strips = part.Flag("strip_accents", lowers);
        return text =>
        {
            text = cleans ? Clean(text) : text;
            text = separates ? SeparateIdeographs(text) : text;
            text = strips ? StripAccents(text) : text;
            return lowers ? Normalizers.Lowercase(text) : text;
        };
    }

    /// <summary>Drops control and format characters, private and unassigned ones; each white space becomes a space.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r' || (rune.Value is not (0 or 0xFFFD) && !LibraryCharacters.IsOther(rune.Value)))
            {
                clean.Append(UnicodeClasses.IsWhiteSpace(rune.Value) ? " " : rune.ToString());
            }
        }

        return clean.ToString();
    }

    /// <summary>Spaces around every Chinese character.</summary>
    private static string SeparateIdeographs(string text)
    {
        var separated = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            separated.Append(IsIdeograph(rune.Value) ? $" {rune} " : rune.ToString());
        }

        return separated.ToString();
    }

    private static string StripAccents(string text) =>
        Patterns
            .Characters(LibraryCharacters.IsNonSpacingMark)
            .Replace(UnicodeNormalization.Normalize(text, compatible: false, compose: false), "");

    private static bool IsIdeograph(int point) =>
        point
            is (>= 0x4E00 and <= 0x9FFF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x20000 and <= 0x2A6DF)
                or (>= 0x2A700 and <= 0x2B73F)
                or (>= 0x2B740 and <= 0x2B81F)
                or (>= 0x2B920 and <= 0x2CEAF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x2F800 and <= 0x2FA1F);
}
