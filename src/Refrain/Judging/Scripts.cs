using System.Text;

namespace Refrain.Judging;

/// <summary>Counts a text's letters by writing system.</summary>
internal static class Scripts
{
    private const int MinimumLetters = 8;

    /// <summary>
    /// True when the letters are plainly of another writing system than the language's: less than 40 % fit.
    /// A short Latin text passes everywhere: names and terms are written so in every language.
    /// </summary>
    public static bool IsWrong(string folded, Script expected)
    {
        int fit = 0,
            letters = 0,
            latin = 0;
        foreach (Rune rune in folded.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune))
            {
                continue;
            }

            Script script = Of(rune.Value);
            int weight = Weight(script);
            letters += weight;
            latin += script == Script.Latin ? 1 : 0;
            fit += Fits(script, expected) ? weight : 0;
        }

        int enough = latin > letters / 2 ? 4 * MinimumLetters : MinimumLetters;
        return letters >= enough && fit < 0.4 * letters;
    }

    /// <summary>The number of letters in the text.</summary>
    public static int Letters(string folded) => folded.EnumerateRunes().Count(Rune.IsLetter);

    /// <summary>
    /// The number of letters that the text is as long as: a syllable or an ideograph says about as much as three letters.
    /// </summary>
    public static int WeightedLetters(string folded) => folded.EnumerateRunes().Where(Rune.IsLetter).Sum(rune => Weight(Of(rune.Value)));

    /// <summary>The writing system of a code point.</summary>
    public static Script Of(int value) =>
        value switch
        {
            < 0x0250 or (>= 0x1E00 and <= 0x1EFF) => Script.Latin,
            >= 0x0400 and <= 0x052F => Script.Cyrillic,
            (>= 0x0600 and <= 0x06FF) or (>= 0x0750 and <= 0x077F) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF) =>
                Script.Arabic,
            >= 0x0E00 and <= 0x0E7F => Script.Thai,
            (>= 0x1100 and <= 0x11FF) or (>= 0x3130 and <= 0x318F) or (>= 0xAC00 and <= 0xD7A3) => Script.Korean,
            >= 0x3040 and <= 0x30FF => Script.Japanese,
            (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x323AF) => Script.Han,
            _ => Script.Other,
        };

    private static int Weight(Script script) => script is Script.Han or Script.Korean or Script.Japanese ? 3 : 1;

    private static bool Fits(Script script, Script expected) => script == expected || (script == Script.Han && expected == Script.Japanese);
}
