namespace Refrain.Judging;

/// <summary>Tells an answer that only says the request back.</summary>
/// <remarks>
/// Small models do so in languages that they hardly know; nothing is answered, and nothing refused. It is read from the prompt's
/// letters alone: what the prompt is about decides nothing.
/// </remarks>
internal static class Echo
{
    // A shorter answer may well name something of the request: one of two things to choose from, a word that was asked for.
    private const int FewestLetters = 12;

    // The rest is a little word before it ("I", "1."), or an ending turned from asking to telling.
    private const double MinimumShare = 0.8;

    /// <summary>True when one stretch of the prompt makes up at least 80 % of the answer.</summary>
    /// <param name="folded">The answer, folded (<see cref="TextFold"/>).</param>
    /// <param name="prompt">The prompt as written, with a template's text around it or without; only its first 4,000 characters are
    /// read.</param>
    public static bool Is(string folded, string prompt)
    {
        string answer = Bare(folded),
            request = Bare(TextFold.Fold(PhraseJudge.Window(prompt, PhraseJudge.LongestResponse)));
        return Scripts.WeightedLetters(answer) >= FewestLetters
            && request.Length >= MinimumShare * answer.Length
            && LongestCommon(answer, request) >= MinimumShare * answer.Length;
    }

    // Letters, marks and digits with one space between words: punctuation differs between a question and its echo.
    private static string Bare(string folded) =>
        string.Join(
            ' ',
            new string([.. folded.Select(c => char.IsPunctuation(c) || char.IsSymbol(c) ? ' ' : c)]).Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries
            )
        );

    // The longest stretch that two texts have in common, in characters: a row of the usual table at a time.
    private static int LongestCommon(string first, string second)
    {
        int[] ending = new int[second.Length + 1]; // by the place in the second text after its last character
        int longest = 0;
        foreach (char c in first)
        {
            for (int i = second.Length; i > 0; i--)
            {
                ending[i] = second[i - 1] == c ? ending[i - 1] + 1 : 0;
                longest = Math.Max(longest, ending[i]);
            }
        }

        return longest;
    }
}
