using System.Globalization;

namespace Refrain.Tokens;

/// <summary>
/// Classes of Unicode code points, as the Rust regex crate and Oniguruma define them (on code points, never on UTF-16 units).
/// </summary>
internal static class UnicodeClasses
{
    /// <summary>The code point at <paramref name="index"/> and its length in UTF-16 units; a lone surrogate counts as one unit.</summary>
    public static int At(ReadOnlySpan<char> text, int index, out int length)
    {
        char first = text[index];
        if (char.IsHighSurrogate(first) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(first, text[index + 1]);
        }

        length = 1;
        return first;
    }

    /// <summary>The code point that ends before <paramref name="index"/>.</summary>
    public static int Before(ReadOnlySpan<char> text, int index)
    {
        bool pair = index > 1 && char.IsLowSurrogate(text[index - 1]) && char.IsHighSurrogate(text[index - 2]);
        return pair ? char.ConvertToUtf32(text[index - 2], text[index - 1]) : text[index - 1];
    }

    /// <summary>Number of code points.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; count++)
        {
            At(text, i, out int length);
            i += length;
        }

        return count;
    }

    /// <summary>White_Space; no code point beyond the basic plane has it.</summary>
    public static bool IsWhiteSpace(int point) => point <= 0xFFFF && char.IsWhiteSpace((char)point);

    /// <summary>\p{N}.</summary>
    public static bool IsNumeric(int point) =>
        Category(point) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    /// <summary>\w of the Rust regex crate: Alphabetic, marks, decimal digits, connector punctuation, and the two joiners.</summary>
    public static bool IsWord(int point) =>
        point is 0x200C or 0x200D
        || IsAlphabeticSymbol(point)
        || Category(point) switch
        {
            <= UnicodeCategory.LetterNumber => true, // letters, marks, decimal digits and letter numbers are the first eleven
            UnicodeCategory.ConnectorPunctuation => true,
            _ => false,
        };

    /// <summary>The symbols (category So) that are Alphabetic: circled, squared and negative Latin letters.</summary>
    public static bool IsAlphabeticSymbol(int point) =>
        point is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    public static UnicodeCategory Category(int point) => CharUnicodeInfo.GetUnicodeCategory(point);

    /// <summary>The text with each lone surrogate replaced by U+FFFD, as every conversion to UTF-8 does.</summary>
    public static string WithoutLoneSurrogates(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                {
                    i++;
                    continue;
                }

                return string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
            }
        }

        return text;
    }
}
