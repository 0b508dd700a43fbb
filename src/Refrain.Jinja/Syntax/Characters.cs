using System.Globalization;

namespace Refrain.Jinja.Syntax;

/// <summary>Character classes as Python's <c>str</c> has them.</summary>
internal static class Characters
{
    /// <summary>True for what <c>str.isspace</c> and the pattern <c>\s</c> accept: also the separators U+001C to U+001F.</summary>
    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    public static bool IsNamePart(char c) =>
        char.IsLetterOrDigit(c)
        || c == '_'
        || CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.LetterNumber;

    public static string TrimEnd(string text)
    {
        int end = text.Length;
        while (end > 0 && IsSpace(text[end - 1]))
        {
            end--;
        }

        return text[..end];
    }

    /// <summary>All line ends become <c>\n</c>, as jinja2 reads templates.</summary>
    public static string NormalizeNewlines(string text) =>
        text.Contains('\r') ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n') : text;
}
