namespace Refrain.Judging;

/// <summary>Tells, among languages of one script, when a text is plainly in another one, by their frequent function words.</summary>
/// <remarks>It answers only when sure: many words of one other language and next to none of the expected one.</remarks>
internal static class WrongLanguage
{
    private const int MinimumWords = 8;
    private const int MinimumHits = 4;

    /// <summary>The other language that the text is plainly in, or null.</summary>
    public static string? Detect(string folded, PhraseList expected)
    {
        string[] words = Words(folded);
        if (expected.Words.Count == 0 || words.Length < MinimumWords)
        {
            return null;
        }

        int own = words.Count(expected.Words.Contains);
        string? found = null;
        int most = Math.Max(MinimumHits - 1, words.Length / 5);
        foreach (var other in PhraseList.Every.Where(list => list.Script == expected.Script && list != expected && list.Words.Count > 0))
        {
            // Words that both languages have say nothing.
            int hits = words.Count(word => other.Words.Contains(word) && !expected.Words.Contains(word));
            int ownOnly = own == 0 ? 0 : words.Count(word => expected.Words.Contains(word) && !other.Words.Contains(word));
            if (hits > most && hits >= 6 * ownOnly)
            {
                (found, most) = (other.Language, hits);
            }
        }

        return found;
    }

    /// <summary>The words of a folded text: runs of letters and apostrophes.</summary>
    internal static string[] Words(string folded) =>
        new string([.. folded.Select(c => char.IsLetter(c) || c == '\'' ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
