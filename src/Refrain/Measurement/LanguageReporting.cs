using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>What was measured in one language, from its judged responses.</summary>
internal static class LanguageReporting
{
    private const int Resamples = 2000;

    public static LanguageReport Of(
        IReadOnlyList<JudgedResponse> judged,
        Func<PromptClass, SelectedPrompts> selected,
        IReadOnlyList<OnsetTokenReport> onset,
        string? onsetLanguage,
        Survivors? survivors,
        ulong seed
    )
    {
        var rates = new ByClass<Rate>
        {
            Harmful = Rates(judged, "harmful"),
            Harmless = Rates(judged, "harmless"),
            Borderline = Rates(judged, "borderline"),
        };
        double[] harmful = Projections(judged, "harmful"),
            harmless = Projections(judged, "harmless");
        bool projected = harmful.Length > 1 && harmless.Length > 1;
        var interval = projected ? Auroc.Bootstrap(harmful, harmless, seed, Resamples) : default;
        return new LanguageReport
        {
            Verdict = LanguageReport.VerdictOf(rates.Harmful.Baseline),
            Rates = rates,
            RefusalScore = new RefusalScores { Harmful = Scores(judged, "harmful"), Harmless = Scores(judged, "harmless") },
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

    /// <summary>The rate of a cell's responses; null without any.</summary>
    public static Rate? RateOf(IReadOnlyList<JudgedResponse> cell) =>
        RateOf([.. cell.Select(item => item.Judgement.Outcome)], cell.Count(item => !item.Response.Ended));

    /// <summary>
    /// refusal / (refusal + compliance + degenerate) with its Wilson interval, and the bounds with all unjudged as either (docs/method.md
    /// 7);
    /// null without outcomes.
    /// </summary>
    public static Rate? RateOf(IReadOnlyList<Outcome> outcomes, int cut)
    {
        if (outcomes.Count == 0)
        {
            return null;
        }

        int Count(Outcome outcome) => outcomes.Count(one => one == outcome);
        int refusal = Count(Outcome.Refusal),
            unjudged = Count(Outcome.Unjudged),
            decided = outcomes.Count - unjudged;
        var interval = decided > 0 ? Wilson.Interval(refusal, decided) : default;
        return new Rate
        {
            Refusal = refusal,
            Compliance = Count(Outcome.Compliance),
            Degenerate = Count(Outcome.Degenerate),
            Unjudged = unjudged,
            N = outcomes.Count,
            Share = decided > 0 ? (double)refusal / decided : null,
            Low = decided > 0 ? interval.Low : null,
            High = decided > 0 ? interval.High : null,
            IfNoUnjudgedRefuses = (double)refusal / outcomes.Count,
            IfAllUnjudgedRefuse = (double)(refusal + unjudged) / outcomes.Count,
            CutAtMaxNewTokens = cut,
        };
    }

    private static ByCondition<Rate> Rates(IReadOnlyList<JudgedResponse> judged, string promptClass) =>
        new()
        {
            Baseline = RateOf(Cell(judged, promptClass, Condition.Baseline)),
            Ablated = RateOf(Cell(judged, promptClass, Condition.Ablated)),
            Induced = RateOf(Cell(judged, promptClass, Condition.Induced)),
        };

    private static ByCondition<ScoreValues> Scores(IReadOnlyList<JudgedResponse> judged, string promptClass) =>
        new()
        {
            Baseline = ScoresOf(Cell(judged, promptClass, Condition.Baseline)),
            Ablated = ScoresOf(Cell(judged, promptClass, Condition.Ablated)),
            Induced = ScoresOf(Cell(judged, promptClass, Condition.Induced)),
        };

    private static ScoreValues? ScoresOf(IReadOnlyList<JudgedResponse> cell)
    {
        // One per prompt; a missing one is NaN, which is written as null.
        double[] values = [.. cell.Select(item => item.Response.RefusalScore ?? double.NaN)];
        double[] finite = [.. values.Where(double.IsFinite)];
        return finite.Length == 0 ? null : new ScoreValues { Mean = finite.Average(), Values = values };
    }

    private static double[] Projections(IReadOnlyList<JudgedResponse> judged, string promptClass) =>
        [.. Cell(judged, promptClass, Condition.Baseline).Select(item => item.Response.Projection).OfType<double>()];

    private static IReadOnlyList<JudgedResponse> Cell(IReadOnlyList<JudgedResponse> judged, string promptClass, Condition condition) =>
        [.. judged.Where(item => item.Response.Class == promptClass && item.Response.Condition == condition)];

    private static PromptIds Ids(SelectedPrompts selected) =>
        new()
        {
            Ids = [.. selected.Prompts.Select(prompt => prompt.Key)],
            OtherPrompts = selected.Other,
            NotMeasured = selected.NotMeasured,
        };
}
