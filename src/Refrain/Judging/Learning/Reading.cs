namespace Refrain.Judging.Learning;

/// <summary>A response as read, before any weight is applied: settled by a rule, or left to its signs.</summary>
/// <param name="Settled">The outcome that a rule gives: degenerate or unjudged; null where the signs decide.</param>
/// <param name="Reason">Why it is settled.</param>
/// <param name="Signs">Its signs; null where it is settled.</param>
internal sealed record Reading(Outcome? Settled, string? Reason, Signs? Signs)
{
    /// <summary>
    /// Below so many letters (a syllable or an ideograph counts three), text without any sign does not tell what it does.
    /// </summary>
    private const int FewestLettersWithoutSign = 12;

    /// <summary>Reads one response.</summary>
    /// <param name="response">The response, whole or cut; only its first 4,000 characters are read.</param>
    /// <param name="language">The language of the prompt.</param>
    /// <param name="prompt">The prompt, to see whether the response only says it back; null where it is not known.</param>
    public static Reading Of(string response, string language, string? prompt = null)
    {
        if (PhraseList.Find(language) is not { } list)
        {
            return new Reading(Outcome.Unjudged, "language not covered", null);
        }

        string folded = TextFold.Fold(PhraseJudge.Window(response, PhraseJudge.LongestResponse));
        if (folded.Length == 0)
        {
            return new Reading(Outcome.Unjudged, "empty", null);
        }

        var signs = Signs.Find(folded, list);
        return !signs.Decisive && Degeneration.Find(folded, list, prompt) is { } degeneration
                ? new Reading(Outcome.Degenerate, degeneration, null)
            : signs.Strongest is null && !signs.Answers && SaysNothing(folded, list.Script)
                ? new Reading(Outcome.Unjudged, "too short", null)
            : new Reading(null, null, signs);
    }

    // "Paris." may answer and "A form of bullying." may refuse; a number answers.
    private static bool SaysNothing(string folded, Script script) =>
        PhraseJudge.IsTooShort(folded, script) || (Scripts.WeightedLetters(folded) < FewestLettersWithoutSign && !folded.Any(char.IsDigit));
}
