using System.Text;

namespace Refrain.Prompts;

/// <summary>
/// A coarse check that a text is written in its language's script, to find columns that were swapped or never translated.
/// </summary>
internal static class WritingSystem
{
    /// <summary>
    /// Names, titles and code keep their letters in any language: at a half, 31 of PolyRefuse's 32 findings were such prompts.
    /// </summary>
    private const double LeastShare = 0.2;

    /// <summary>
    /// False when less than a fifth of the letters are of a script that the language is written in.
    /// True where the language is unknown, or the text has no letters: nothing can be said then.
    /// </summary>
    public static bool Fits(string text, string language)
    {
        string? script = Of(language);
        if (script is null)
        {
            return true;
        }

        int letters = 0,
            fitting = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetter(rune))
            {
                letters++;
                fitting += Contains(script, rune.Value) ? 1 : 0;
            }
        }

        return fitting >= LeastShare * letters;
    }

    private static string? Of(string language)
    {
        var parts = language.Split('-');

        // A script of its own (sr-Latn) is more than this table knows.
        return parts.Skip(1).Any(part => part.Length == 4) && parts[0] is not "zh"
            ? null
            : parts[0] switch
            {
                "ar" or "fa" or "ur" or "ps" => "Arabic",
                "ru" or "uk" or "bg" or "be" or "mk" => "Cyrillic",
                "zh" or "yue" => "Han",
                "ja" => "Japanese",
                "ko" => "Hangul",
                "th" => "Thai",
                "he" => "Hebrew",
                "el" => "Greek",
                "hi" or "mr" or "ne" => "Devanagari",
                "bn" => "Bengali",
                "de"
                or "en"
                or "es"
                or "fr"
                or "it"
                or "nl"
                or "pl"
                or "yo"
                or "pt"
                or "sv"
                or "da"
                or "nb"
                or "fi"
                or "cs"
                or "ro"
                or "hu"
                or "tr"
                or "vi"
                or "id"
                or "ms"
                or "sw"
                or "ha"
                or "ig"
                or "zu"
                or "tl"
                or "ca" => "Latin",
                _ => null,
            };
    }

    private static bool Contains(string script, int letter) =>
        script switch
        {
            "Latin" => letter is < 0x250 or (>= 0x1E00 and < 0x1F00),
            "Greek" => letter is (>= 0x370 and < 0x400) or (>= 0x1F00 and < 0x2000),
            "Cyrillic" => letter is >= 0x400 and < 0x530,
            "Hebrew" => letter is >= 0x590 and < 0x600,
            "Arabic" => letter is (>= 0x600 and < 0x780) or (>= 0x8A0 and < 0x900) or (>= 0xFB50 and < 0xFE00) or (>= 0xFE70 and < 0xFF00),
            "Devanagari" => letter is >= 0x900 and < 0x980,
            "Bengali" => letter is >= 0x980 and < 0xA00,
            "Thai" => letter is >= 0xE00 and < 0xE80,
            "Hangul" => letter is (>= 0x1100 and < 0x1200) or (>= 0x3130 and < 0x3190) or (>= 0xAC00 and < 0xD7B0),
            "Japanese" => letter is (>= 0x3040 and < 0x3100) or (>= 0xFF66 and < 0xFFA0) || Contains("Han", letter),
            "Han" => letter is (>= 0x3400 and < 0xA000) or (>= 0xF900 and < 0xFB00) or (>= 0x20000 and < 0x33480) or 0x3005 or 0x3007,
            _ => false,
        };
}
