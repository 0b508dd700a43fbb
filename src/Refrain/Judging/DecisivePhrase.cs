using System.Buffers;
using System.Text;

namespace Refrain.Judging;

/// <summary>Finds a phrase by which the speaker says that it cannot, will not or may not.</summary>
internal static class DecisivePhrase
{
    private const int Opening = 240;

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!?。！？؟\n");

    /// <summary>
    /// A decisive phrase of the opening: in the language itself, then in English, then in any other; whether it stands in the first
    /// sentence or is quoted, and where it ends.
    /// </summary>
    public static (string Phrase, bool First, bool Quoted, int End)? Find(string folded, PhraseList list)
    {
        string opening = PhraseJudge.Window(folded, Opening);
        var scripts = opening.EnumerateRunes().Where(Rune.IsLetter).Select(rune => Scripts.Of(rune.Value)).ToHashSet();
        foreach (
            var candidate in PhraseList
                .Every.Where(other => scripts.Contains(other.Script))
                .OrderBy(other =>
                    other == list ? 0
                    : other.Language == "en" ? 1
                    : 2
                )
        )
        {
            if (candidate.Strong?.First(candidate.WithoutLookalikes(opening)) is { } match)
            {
                string phrase = candidate == list ? match.Value : $"{match.Value} ({candidate.Language})";
                return (phrase, match.Index < FirstSentence(opening), IsQuoted(opening[..match.Index]), match.Index + match.Length);
            }
        }

        return null;
    }

    // Within quotation marks, or below a line that announces a text or greets: then somebody else may be speaking.
    private static bool IsQuoted(string before) =>
        before.Count(c => c == '"') % 2 == 1
        || before.Contains(":\n", StringComparison.Ordinal)
        || before.Contains(",\n", StringComparison.Ordinal);

    private static int FirstSentence(string folded)
    {
        int end = folded.AsSpan().IndexOfAny(SentenceEnds);
        return end < 0 ? folded.Length : end;
    }
}
