using Refrain.Directions;
using Refrain.Judging;
using Refrain.Prompts;

namespace Refrain.Audits;

/// <summary>
/// Answers under a candidate's ablation, judged for the selection's limits by the product's own judge: it costs nothing and is always
/// there.
/// </summary>
internal static class SelectionAnswers
{
    /// <summary>The selection's settings with the way to answers, where a limit needs any.</summary>
    public static SelectionSettings SelectionFor(this AuditSettings settings, PromptFormat format) =>
        settings.Selection with
        {
            Answers = settings.AnswerLimits.Any
                ? new AnswerSource(format.EndTokens, settings.MaximumNewTokens, (language, prompt, ids) =>
                    Kind(format.Answers.Of(ids), language, format.Tokenizer.Decode(prompt, skipSpecialTokens: true))
                )
                : null,
        };

    /// <summary>Refuses limits on judged answers in languages that the judge does not know.</summary>
    public static void Check(AuditSettings settings, IEnumerable<string> sources)
    {
        string[] unknown = settings.AnswerLimits.NeedAnswers ? [.. sources.Where(source => PhraseList.Find(source) is null)] : [];
        if (unknown.Length > 0)
        {
            throw new BadInputException(
                settings.AnswerLimits.DegenerateShare is null ? KnownSettings.MostOverRefusal : KnownSettings.MostDegenerate,
                $"needs answers in {string.Join(", ", unknown)} judged, which the judge does not know",
                "sources among " + string.Join(", ", NativeJudge.Languages),
                "Leave it out, or take other sources."
            );
        }
    }

    private static AnswerKind Kind(AnswerText answer, string language, string prompt) =>
        answer.Unended
            ? AnswerKind.Unjudged
            : NativeJudge.Instance.Judge(new JudgeInput(answer.Text, language, prompt)).Outcome switch
            {
                Outcome.Refusal => AnswerKind.Refusal,
                Outcome.Degenerate => AnswerKind.Degenerate,
                Outcome.Unjudged => AnswerKind.Unjudged,
                _ => AnswerKind.Compliance,
            };
}
