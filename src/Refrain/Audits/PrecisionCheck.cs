using Refrain.Directions;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;

namespace Refrain.Audits;

/// <summary>
/// Compares a fast audit's arithmetic with the exact one, on a sample of its own prompts and before anything is measured.
/// </summary>
internal static class PrecisionCheck
{
    /// <summary>The stage of its result in a run.</summary>
    private const string Stage = "precision";

    private const int PerClass = 8;

    /// <summary>Tokens times layers of both readings; 0 where nothing is compared.</summary>
    public static long Cost(AuditPlan plan) =>
        plan.Settings.Precision == Precision.Exact || !HasSample(plan)
            ? 0
            : 2
                * plan.Config.Layers
                * Sample(plan, PromptClass.Harmful).Concat(Sample(plan, PromptClass.Harmless)).Sum(prompt => (long)prompt.Length);

    /// <summary>The comparison; null of an exact audit, and where the source has no train prompts of a class.</summary>
    /// <remarks>The exact weights are prepared for it too, the first time; they are mapped, so it takes their disk but no memory that the
    /// system cannot take back.</remarks>
    public static PrecisionReport? Run(AuditSession session, Model model)
    {
        long cost = Cost(session.Plan);
        if (cost == 0)
        {
            return null;
        }

        var report = session.Do(AuditStages.Precision, () => Report(Compare(session, model, cost)));
        session.Logger.Detail("precision: " + Wording.Comparison(report));
        return report;
    }

    private static PrecisionComparison Compare(AuditSession session, Model model, long cost) =>
        ((Remember)session.Journal.Remember)
            .Item("comparison", cost, () =>
            {
                var (subject, plan) = (session.Subject, session.Plan);
                using var exact = Model.Open(subject.Checkpoint, subject.Cache, Precision.Exact, ownsCheckpoint: false, subject.Compute);
                return new PrecisionItem(
                    PrecisionComparison.Of(
                        exact,
                        model,
                        Sample(plan, PromptClass.Harmful),
                        Sample(plan, PromptClass.Harmless),
                        plan.Positions
                    )
                );
            })
            .Comparison;

    private static PrecisionReport Report(PrecisionComparison comparison)
    {
        double[] cosines = [.. comparison.Cosines.Where(double.IsFinite)];
        return new PrecisionReport
        {
            Prompts = comparison.Divergences.Length,
            DivergenceMean = comparison.Divergences.Average(),
            DivergenceMax = comparison.Divergences.Max(),
            ScoreDifferenceMean = comparison.ScoreDifferences is { Length: > 0 } scores ? scores.Average() : null,
            ScoreDifferenceMax = comparison.ScoreDifferences is { Length: > 0 } all ? all.Max() : null,
            SameToken = comparison.SameToken,
            CosineMean = cosines.Length > 0 ? cosines.Average() : null,
            CosineMin = cosines.Length > 0 ? cosines.Min() : null,
            Cosines = [.. comparison.Cosines.Select(cosine => double.IsFinite(cosine) ? cosine : (double?)null)],
        };
    }

    /// <summary>Prompts of the sample.</summary>
    public static int Prompts(AuditPlan plan) => Sample(plan, PromptClass.Harmful).Count + Sample(plan, PromptClass.Harmless).Count;

    private static bool HasSample(AuditPlan plan) =>
        Sample(plan, PromptClass.Harmful).Count > 0 && Sample(plan, PromptClass.Harmless).Count > 0;

    private static IReadOnlyList<int[]> Sample(AuditPlan plan, PromptClass promptClass) =>
        [.. plan.Train(plan.Settings.Source, promptClass).Take(PerClass)];
}
