using System.Globalization;
using System.Text;

namespace Refrain.Judging;

/// <summary>Folds text so that spellings of one phrase become equal: case, accents, quotes, invisible characters, white space.</summary>
/// <remarks>
/// The product runs with invariant globalisation, where <see cref="string.Normalize()"/> leaves anything but ASCII as it is, so
/// composition is done here, for the scripts that the phrase lists use. Accents go in Latin script (Yoruba is written with and
/// without its tone marks, and models drop accents), vowel marks and hamza seats in Arabic; Thai and Japanese marks are letters.
/// </remarks>
internal static class TextFold
{
    private const string Accented =
        "àáâãäåāăąǎạảấầẩẫậắằẳẵặ:a çćĉċč:c ďđ:d èéêëēĕėęěẹẻẽếềểễệɛ:e ĝğġģǧ:g ĥħ:h ìíîïĩīĭįıǐịỉ:i ĵ:j ķ:k ĺļľŀł:l "
        + "ḿ:m ñńņňǹ:n òóôõöøōŏőǒọỏốồổỗộớờởỡợơɔ:o ŕŗř:r śŝşšșṣ:s ţťŧțṭ:t ùúûüũūŭůűųǔụủứừửữựư:u ŵ:w ýÿŷỳỵ:y źżžẓ:z "
        + "أإآٱ:ا ى:ي ؤ:و ئ:ي ک:ك ی:ي ё:е ’‘‛`´ʼʹ:' “”„«»:\" ‐‑–—−:- ！:! ？:? ，:, ：:: ；:; （:( ）:)";

    private static readonly Dictionary<char, char> Folds = BuildFolds();

    /// <summary>The folded text: lower case, one space between words and one line feed between lines, none at the ends.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (char original in text)
        {
            char c = char.ToLowerInvariant(original);
            if (c is '*' or '_' or '#' || IsDropped(c) || TryCompose(folded, c))
            {
                continue;
            }

            if (char.IsWhiteSpace(c))
            {
                AppendSpace(folded, c is '\n' or '\r');
                continue;
            }

            folded.Append(c is >= '０' and <= 'ｚ' ? char.ToLowerInvariant((char)(c - 0xFEE0)) : Folds.GetValueOrDefault(c, c));
        }

        return folded.ToString().Trim();
    }

    private static void AppendSpace(StringBuilder folded, bool line)
    {
        if (folded.Length == 0 || folded[^1] is not (' ' or '\n'))
        {
            folded.Append(line ? '\n' : ' ');
        }
        else if (line)
        {
            folded[^1] = '\n';
        }
    }

    // Combining accents, Arabic vowel marks and tatweel, invisible characters and direction marks.
    private static bool IsDropped(char c) =>
        (c is >= '\u0300' and <= '\u036F' && c != '\u0306')
        || c is (>= '\u064B' and <= '\u065F') or '\u0670' or '\u0640' or '\u00AD'
        || (!char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control);

    /// <summary>Joins a decomposed character with the one before it (Cyrillic й, kana with voicing marks, Hangul, Thai sara am).</summary>
    private static bool TryCompose(StringBuilder folded, char c)
    {
        if (folded.Length == 0)
        {
            return c == '\u0306';
        }

        char before = folded[^1];
        char? joined = c switch
        {
            '\u0306' => before == 'и' ? 'й' : before,
            '\u3099' when before is >= '\u304B' and <= '\u30DB' => (char)(before + 1),
            '\u309A' when before is >= '\u306F' and <= '\u30DB' => (char)(before + 2),
            '\u0E32' when before == '\u0E4D' => '\u0E33',
            >= '\u1161' and <= '\u1175' when before is >= '\u1100' and <= '\u1112' => (char)(
                0xAC00 + (((before - 0x1100) * 21) + (c - 0x1161)) * 28
            ),
            >= '\u11A8' and <= '\u11C2' when before is >= '\uAC00' and <= '\uD7A3' && (before - 0xAC00) % 28 == 0 => (char)(
                before + (c - 0x11A7)
            ),
            _ => null,
        };
        if (joined is { } character)
        {
            folded[^1] = character;
        }

        return joined is not null;
    }

    private static Dictionary<char, char> BuildFolds()
    {
        var folds = new Dictionary<char, char>();
        foreach (string group in Accented.Split(' '))
        {
            foreach (char from in group.AsSpan(0, group.Length - 2))
            {
                folds[from] = group[^1];
            }
        }

        return folds;
    }
}
