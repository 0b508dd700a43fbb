using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>What was measured in one language, from its judged responses.</summary>
internal static class LanguageMeasurement
{
    private const int Resamples = 2000;

    /// <param name="judged">The language's responses, untouched and under the report's own direction.</param>
    /// <param name="rates">How often they refuse.</param>
    /// <param name="selected">Its test prompts.</param>
    /// <param name="onset">Tokens with which refusals start in it.</param>
    /// <param name="onsetLanguage">The language whose onset tokens its scores use, or null.</param>
    /// <param name="survivors">Prompts that passed the filter, or null.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static LanguageReport Of(
        IReadOnlyList<JudgedResponse> judged,
        ByClass<Rate> rates,
        Func<PromptClass, SelectedPrompts> selected,
        IReadOnlyList<OnsetTokenReport> onset,
        string? onsetLanguage,
        Survivors? survivors,
        ulong seed
    )
    {
        double[] harmful = Projections(judged, PromptClass.Harmful),
            harmless = Projections(judged, PromptClass.Harmless);
        bool projected = harmful.Length > 1 && harmless.Length > 1;
        var interval = projected ? Auroc.Bootstrap(harmful, harmless, seed, Resamples) : default;
        return new LanguageReport
        {
            Verdict = Rates.VerdictOf(rates.Harmful.Baseline),
            Rates = rates,
            RefusalScore = new RefusalScores
            {
                Harmful = Scores(judged, PromptClass.Harmful),
                Harmless = Scores(judged, PromptClass.Harmless),
            },
            Auroc = projected ? Auroc.Of(harmful, harmless) : null,
            AurocLow = projected ? interval.Low : null,
            AurocHigh = projected ? interval.High : null,
            AurocN = projected ? Math.Min(harmful.Length, harmless.Length) : null,
            Separation = projected ? Finite.OrNull(Separation.Of(harmful, harmless)) : null,
            OnsetTokens = onset,
            OnsetLanguage = onsetLanguage,
            Prompts = new PromptsByClass
            {
                Harmful = Ids(selected(PromptClass.Harmful)),
                Harmless = Ids(selected(PromptClass.Harmless)),
                Borderline = Ids(selected(PromptClass.Borderline)),
            },
            Survivors = survivors,
        };
    }

    private static ByCondition<ScoreValues> Scores(IReadOnlyList<JudgedResponse> judged, PromptClass promptClass) =>
        ByCondition<ScoreValues>.Of(condition => ScoresOf(Cell(judged, promptClass, condition)));

    private static ScoreValues? ScoresOf(IReadOnlyList<JudgedResponse> cell)
    {
        // One per prompt; a missing one is NaN, which is written as null.
        double[] values = [.. cell.Select(item => item.Response.RefusalScore ?? double.NaN)];
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0 ? null : new ScoreValues { Mean = finite.Average(), Values = values };
    }

    private static double[] Projections(IReadOnlyList<JudgedResponse> judged, PromptClass promptClass) =>
        [.. Cell(judged, promptClass, Condition.Baseline).Select(item => item.Response.Projection).OfType<double>()];

    private static IReadOnlyList<JudgedResponse> Cell(IReadOnlyList<JudgedResponse> judged, PromptClass promptClass, Condition condition) =>
        [.. judged.Where(item => item.Response.Class == promptClass && item.Response.Condition == condition)];

    private static PromptIds Ids(SelectedPrompts selected) =>
        new()
        {
            Ids = [.. selected.Prompts.Select(prompt => prompt.Key)],
            OtherPrompts = selected.Other,
            NotMeasured = selected.NotMeasured,
        };
}
