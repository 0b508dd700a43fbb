using Refrain.Measurement;

namespace Refrain.Reports.Comparing;

/// <summary>What decided a check, in a sentence.</summary>
internal static class CheckText
{
    /// <summary>The checks of a report, each with its sentence.</summary>
    public static IReadOnlyList<DriftCheck> Written(IReadOnlyList<DriftCheck> checks, InterventionDrift intervention) =>
        [.. checks.Select(check => check with { Message = Of(check, intervention) })];

    private static string Of(DriftCheck check, InterventionDrift intervention)
    {
        if (check.Language is not { } code)
        {
            return $"A: {ComparisonWording.Of(intervention.A)}; B: {ComparisonWording.Of(intervention.B)}.";
        }

        var rule = DriftRule.Of(check.Rule);
        string said =
            check.Reason == DriftReason.NotMeasured ? "not measured in both runs"
            : rule == DriftRule.Verdict ? Verdict(check)
            : rule == DriftRule.Cosine ? Cosine(check)
            : Share(check, rule);
        return $"{Wording.Sentence(LanguageNames.English(code))}: {said}.";
    }

    private static string Share(DriftCheck check, DriftRule rule)
    {
        // The check says how far it went in the direction that is limited; a reader wants the change itself.
        var (value, low, high) = rule.LimitsFall ? (-check.Value, -check.High, -check.Low) : (check.Value, check.Low, check.High);
        string why = check.Reason switch
        {
            DriftReason.NothingCanHaveChanged => "the same model and settings: nothing can have changed",
            DriftReason.Within => "the whole interval is within the limit",
            DriftReason.Beyond => "the whole interval is beyond the limit, and the change beyond chance",
            DriftReason.BeyondButByChance =>
                $"the interval is beyond the limit, but the change is not beyond chance over all languages (p {Figures.PValue(check.P)})",
            _ => "the interval holds the limit: more prompts would decide",
        };
        return $"{Signed(value)} points ({Signed(low)} to {Signed(high)}, {check.Pairs} prompts), "
            + $"allowed is a {(rule.LimitsFall ? "fall" : "rise")} of {Figures.Number(100 * check.Limit, "0.#")}: {why}";
    }

    private static string Cosine(DriftCheck check)
    {
        string interval = check.Low is null ? "" : $" ({Figures.Number(check.Low, "0.000")} to {Figures.Number(check.High, "0.000")})";
        string why = check.Reason switch
        {
            DriftReason.NoInterval => "the runs kept no single prompts at one position, so it has no interval",
            DriftReason.Within => "the whole interval is at or above it",
            DriftReason.Beyond => "the whole interval is below it",
            _ => "the interval holds it",
        };
        return $"cosine {Figures.Number(check.Value, "0.000")}{interval}; at least {Figures.Number(check.Limit, "0.###")} allowed: {why}";
    }

    private static string Verdict(DriftCheck check) =>
        check.Reason switch
        {
            DriftReason.Same => $"still {check.To}",
            DriftReason.AllowedChange => $"from {check.From} to {check.To}, which is allowed",
            DriftReason.OpenChange => $"from {check.From} to {check.To}, which is not allowed, but may be for lack of prompts",
            _ => $"from {check.From} to {check.To}, which is not allowed",
        };

    private static string Signed(double? share) => Math.Abs(share ?? 0) < 0.0005 ? "0" : Figures.Score(100 * share, "0.#");
}
