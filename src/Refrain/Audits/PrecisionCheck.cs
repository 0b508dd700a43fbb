using Refrain.Directions;
using Refrain.Inference;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>
/// Compares a fast audit's arithmetic with the exact one, on a sample of its own prompts and before anything is measured.
/// </summary>
internal static class PrecisionCheck
{
    /// <summary>The stage's name.</summary>
    public const string Stage = "precision";

    private const int PerClass = 8;

    /// <summary>Tokens times layers of both readings; 0 where nothing is compared.</summary>
    public static long Cost(AuditPlan plan, AuditSettings settings, int layers) =>
        settings.Precision == Precision.Exact || !HasSample(plan, settings)
            ? 0
            : 2
                * layers
                * Sample(plan, settings, PromptClass.Harmful)
                    .Concat(Sample(plan, settings, PromptClass.Harmless))
                    .Sum(prompt => (long)prompt.Length);

    /// <summary>The comparison; null of an exact audit, and where the source has no train prompts of a class.</summary>
    /// <remarks>The exact weights are prepared for it too, the first time; they are mapped, so it takes their disk but no memory that the
    /// system cannot take back.</remarks>
    public static PrecisionReport? Run(Model model, AuditPlan plan, AuditRequest request, string cache, int positions, RunJournal journal)
    {
        long cost = Cost(plan, request.Settings, model.Config.Layers);
        if (cost == 0)
        {
            return null;
        }

        journal.Begin(Stage, cost);
        var kept = ((Remember)journal.Remember).Item("comparison", cost, () =>
        {
            using var exact = Model.Open(model.Checkpoint, cache, Precision.Exact, ownsCheckpoint: false, request.Compute);
            return new PrecisionItem(
                PrecisionComparison.Of(
                    exact,
                    model,
                    Sample(plan, request.Settings, PromptClass.Harmful),
                    Sample(plan, request.Settings, PromptClass.Harmless),
                    positions
                )
            );
        });
        var report = Report(kept.Comparison);
        request.Say?.Invoke("precision: " + Wording.Comparison(report));
        return report;
    }

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
    public static int Prompts(AuditPlan plan, AuditSettings settings) =>
        Sample(plan, settings, PromptClass.Harmful).Count + Sample(plan, settings, PromptClass.Harmless).Count;

    private static bool HasSample(AuditPlan plan, AuditSettings settings) =>
        Sample(plan, settings, PromptClass.Harmful).Count > 0 && Sample(plan, settings, PromptClass.Harmless).Count > 0;

    private static IReadOnlyList<int[]> Sample(AuditPlan plan, AuditSettings settings, PromptClass promptClass) =>
        [.. plan.Train(settings.Source, promptClass).Take(PerClass)];
}
