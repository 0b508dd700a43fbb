namespace Refrain.Judging;

/// <summary>Finds a phrase by which the speaker says that it cannot, will not or may not.</summary>
internal static class DecisivePhrase
{
    private const int Opening = 240;

    /// <summary>A decisive phrase of the opening: in the language itself, then in English, then in any other; whether it stands in the first sentence, and where it ends.</summary>
    public static (string Phrase, bool First, int End)? Find(string folded, PhraseList list)
    {
        string opening = PhraseJudge.Window(folded, Opening);
        foreach (var candidate in PhraseList.Every.OrderBy(other => other == list ? 0 : other.Language == "en" ? 1 : 2))
        {
            if (candidate.Strong?.First(candidate.WithoutLookalikes(opening)) is { } match)
            {
                string phrase = candidate == list ? match.Value : $"{match.Value} ({candidate.Language})";
                return (phrase, match.Index < FirstSentence(opening), match.Index + match.Length);
            }
        }

        return null;
    }

    private static int FirstSentence(string folded)
    {
        int end = folded.AsSpan().IndexOfAny(".!?。！？؟\n");
        return end < 0 ? folded.Length : end;
    }
}
