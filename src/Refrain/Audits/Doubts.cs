using System.Globalization;
using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Tokens;

namespace Refrain.Audits;

/// <summary>What a reader must know before relying on a number.</summary>
internal static class Doubts
{
    private const int FewPrompts = 32;

    public static IReadOnlyList<string> Of(
        IReadOnlyDictionary<string, LanguageReport> languages,
        SelectionReport selection,
        IReadOnlyList<OverRefusalReport> overRefusal,
        AuditSettings settings,
        AuditFindings findings
    )
    {
        var doubts = new List<string>();
        void Add(bool applies, params FormattableString[] text)
        {
            if (applies)
            {
                doubts.Add(string.Concat(text.Select(part => part.ToString(CultureInfo.InvariantCulture))));
            }
        }

        string Where(Func<LanguageReport, bool> applies) =>
            string.Join(", ", languages.Where(pair => applies(pair.Value)).Select(pair => pair.Key));
        string borrowed = string.Join(
            ", ",
            languages.Where(pair => pair.Value.OnsetLanguage is { } onset && onset != pair.Key).Select(pair => pair.Key)
        );
        string without = Where(language => language.OnsetLanguage is null);
        string few = Where(language => language.Rates.Harmful.Baseline is { N: < FewPrompts });
        string unjudged = Where(language => language.Rates.Harmful.Baseline is { N: > 0 } rate && rate.Unjudged * 10 > rate.N);
        string degenerate = Where(language => language.Rates.Harmful.Baseline is { N: > 0 } rate && rate.Degenerate * 4 > rate.N);
        string other = Where(language => language.Prompts.Harmless.OtherPrompts || language.Prompts.Harmful.OtherPrompts);
        string chance = string.Join(", ", findings.Controls.Where(pair => pair.Value?.LabelsP > LabelTest.Level).Select(pair => pair.Key));
        string chosen = string.Join(", ", overRefusal.Where(set => set.ChosenByRefusals).Select(set => set.Name));
        int all = findings.Judged.Count,
            limit = settings.MaximumNewTokens;
        int thoughts = findings.Judged.Count(item => item.Response.ThinkingUnended);
        bool unasked = findings.Judged.Any(item => item.Response.Thought) && findings.Thinking != ThinkingTreatment.On;
        int waiting = findings.Judged.Count(item => item.Waits);
        int overflowed = findings.Judged.Count(item => item.Response.Overflowed);
        Add(
            selection.Position is null,
            $"No direction was found in {settings.Source} ({selection.Verdict.Word()}): only baseline rates were measured."
        );
        Add(
            selection.AdditionNote is not null,
            $"Adding the direction does not induce refusal in {settings.Source} ",
            $"(mean score {selection.AdditionRefusalScore:F2}): induced rates say little."
        );
        Add(
            selection.Position is not null && !settings.Controls,
            $"No control was measured (--controls none): what ablation and addition do may be what any change to the model does."
        );
        Add(
            chance.Length > 0,
            $"Permuted labels part the train prompts of {chance} as far as the real ones do (p above {LabelTest.Level}): ",
            $"no cell of their directions is called effective."
        );
        Add(
            borrowed.Length > 0,
            $"No refusal-onset token was found in {borrowed}: refusal scores there count the tokens of {settings.Source}."
        );
        Add(without.Length > 0, $"No refusal-onset token is known for {without}: there is no refusal score there.");
        Add(
            few.Length > 0,
            $"Fewer than {FewPrompts} harmful prompts were measured in {few}: intervals are wide and the AUROC supports no verdict."
        );
        Add(unjudged.Length > 0, $"More than a tenth of the answers to harmful prompts could not be judged in {unjudged}.");
        Add(
            degenerate.Length > 0,
            $"More than a quarter of the answers to harmful prompts are degenerate (loops, another language, ",
            $"or the prompt said back) in {degenerate}: a low refusal rate there is also an inability to answer."
        );
        Add(
            other.Length > 0,
            $"Prompts of {other} are partly not those of the other languages: do not compare these cells between languages."
        );
        Add(
            chosen.Length > 0,
            $"The prompts of {chosen} were chosen by another model's refusals, which the file carries: ",
            $"over-refusal there is no rate of the whole set."
        );
        Add(
            waiting > 0,
            $"{waiting} of {all} answers have not been judged yet: ",
            $"the judge's budget was spent, or its endpoint failed. The same command continues, with a fresh budget."
        );
        Add(overflowed > 0, $"Activations overflowed in {overflowed} answers, which are unjudged.");
        Add(
            thoughts > 0,
            $"In {thoughts} of {all} answers the thinking did not end within {limit} new tokens: they are unjudged. Raise --max-new-tokens."
        );
        Add(
            unasked,
            $"The model thinks before some answers though it was not asked to: ",
            $"they are judged after the thinking, and scores of the first token say little there."
        );
        return doubts;
    }
}
