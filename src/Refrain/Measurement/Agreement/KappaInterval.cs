using Refrain.Ground.Statistics;
using Refrain.Judging;

namespace Refrain.Measurement;

/// <summary>An interval of Cohen's κ between two judges.</summary>
/// <remarks>
/// Percentile bootstrap over prompts: answers to one prompt in several languages and conditions are alike, so they are drawn together,
/// and the analytic interval (Fleiss, Cohen and Everitt, 1969) would take them for independent; it also leaves [−1, 1] and is symmetric,
/// which κ near 1 is not. Where the judges agree on every response no resample differs, and its interval would be [1, 1]: the
/// lower end is then that of κ = (p − c) / (1 − c) at the lower end of the agreement p's Wilson interval, with the chance agreement c as
/// observed.
/// </remarks>
internal static class KappaInterval
{
    // More undefined resamples than this, and their percentiles would be of a biased part.
    private const double MostUndefined = 0.05;

    /// <summary>The interval; undefined where κ is, and where more than 5 % of the resamples hold one class only.</summary>
    /// <param name="prompts">Counts of the responses to each prompt.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="resamples">How many.</param>
    /// <param name="confidence">Between 0 and 1.</param>
    public static Interval Of(IReadOnlyList<JudgeAgreement> prompts, ulong seed, int resamples = 2_000, double confidence = 0.95)
    {
        Interval.CheckConfidence(confidence);
        var all = prompts.Aggregate(default(JudgeAgreement), Sum);
        if (all.Kappa is not { } kappa)
        {
            return Interval.Undefined;
        }

        if (all.Agreement.Successes == all.Judged)
        {
            double refusals = (double)all.TrueRefusal / all.Judged,
                chance = 1 - (2 * refusals * (1 - refusals));
            return new((Wilson.Interval(all.Judged, all.Judged, confidence).Low - chance) / (1 - chance), kappa);
        }

        var generator = new SeededGenerator(seed, "kappa");
        var kappas = new List<double>(resamples);
        for (int resample = 0; resample < resamples; resample++)
        {
            var drawn = default(JudgeAgreement);
            for (int i = 0; i < prompts.Count; i++)
            {
                drawn = Sum(drawn, prompts[generator.Next(prompts.Count)]);
            }

            if (drawn.Kappa is { } value)
            {
                kappas.Add(value);
            }
        }

        return kappas.Count < resamples * (1 - MostUndefined) ? Interval.Undefined : Percentile.Interval([.. kappas], confidence);
    }

    private static JudgeAgreement Sum(JudgeAgreement a, JudgeAgreement b) =>
        new(a.TrueRefusal + b.TrueRefusal, a.FalseRefusal + b.FalseRefusal, a.MissedRefusal + b.MissedRefusal, a.TrueOther + b.TrueOther);
}
