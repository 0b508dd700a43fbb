namespace Refrain.Judging;

/// <summary>Finds text that repeats itself, in languages with and without spaces between words.</summary>
internal static class Loops
{
    private const int LongestPeriod = 80;
    private const int MinimumRun = 24;

    // No word of any language has one letter eight times in a row, and an answer cut at 24 tokens may hold no more than twenty.
    private const int MinimumLetters = 8;
    private const double MinimumShare = 0.4;

    /// <summary>True when the text is a loop: one stretch said over and over, or nearly no new word sequences.</summary>
    public static bool IsLoop(string folded) => HasRun(folded) || IsMonotonous(folded);

    /// <summary>
    /// True when a stretch of up to 80 characters stands at least three times in a row (short ones more often), and such a run,
    /// or one letter eight times in a row, fills at least 40 % of the text or 80 characters of it. Runs of punctuation or digits (rules,
    /// tables, large numbers) do not count.
    /// </summary>
    private static bool HasRun(string text)
    {
        for (int period = 1; period <= Math.Min(LongestPeriod, text.Length / 3); period++)
        {
            int same = 0;
            for (int i = period; i < text.Length; i++)
            {
                same = text[i] == text[i - period] ? same + 1 : 0;
                int run = same + period;
                int needed = period == 1 ? MinimumLetters : Math.Max(MinimumRun, 3 * period);
                if (
                    same > 0
                    && run >= needed
                    && (run >= MinimumShare * text.Length || run >= LongestPeriod)
                    && LetterShare(text.AsSpan(i - run + 1, run)) >= 0.4
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// True when fewer than half of the word pairs of a text of at least 16 words are new, or, written without spaces, fewer than
    /// half of the groups of five characters of at least 60.
    /// </summary>
    private static bool IsMonotonous(string text)
    {
        string[] words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length >= 16 && words.Length * 12 > text.Length)
        {
            var pairs = new HashSet<(string, string)>();
            for (int i = 1; i < words.Length; i++)
            {
                pairs.Add((words[i - 1], words[i]));
            }

            return pairs.Count < 0.5 * (words.Length - 1);
        }

        const int group = 5;
        var groups = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i + group <= text.Length; i++)
        {
            groups.Add(text.Substring(i, group));
        }

        return text.Length >= 60 && groups.Count < 0.5 * (text.Length - group + 1) && LetterShare(text) >= 0.4;
    }

    private static double LetterShare(ReadOnlySpan<char> text)
    {
        int letters = 0;
        foreach (char c in text)
        {
            // Marks are counted: Thai vowels and tones are marks.
            letters += char.IsLetter(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark ? 1 : 0;
        }

        return text.Length == 0 ? 0 : (double)letters / text.Length;
    }
}
