using Refrain.Measurement;

namespace Refrain.Reports.Comparing;

/// <summary>A check of a comparison in words.</summary>
internal static class CheckText
{
    /// <summary>The check with its sentence.</summary>
    public static DriftCheck Check(DriftFinding finding, InterventionDrift intervention) =>
        new()
        {
            Rule = finding.Rule.Id,
            Language = finding.Language,
            Outcome = finding.Outcome,
            Limit = finding.Limit,
            Value = finding.Value,
            Low = finding.Low,
            High = finding.High,
            From = finding.From,
            To = finding.To,
            Message = finding.Language is { } language
                ? $"{Wording.Sentence(LanguageNames.English(language))}: {Said(finding)}."
                : $"A: {ComparisonWording.Of(intervention.A)}; B: {ComparisonWording.Of(intervention.B)}.",
        };

    private static string Said(DriftFinding finding) =>
        finding switch
        {
            { Reason: DriftReason.NotMeasured } => "not measured in both runs",
            { From: { } from, To: { } to } => $"{(from == to ? $"still {to}" : $"from {from} to {to}")}{Verdict(finding.Reason)}",
            _ when finding.Rule == DriftRule.Cosine => Cosine(finding),
            _ => Share(finding),
        };

    private static string Verdict(DriftReason reason) =>
        reason switch
        {
            DriftReason.AllowedVerdict => ", which is allowed",
            DriftReason.OpenVerdict => ", which is not allowed, but may be for lack of prompts",
            DriftReason.ForbiddenVerdict => ", which is not allowed",
            _ => "",
        };

    private static string Share(DriftFinding finding)
    {
        // As it changed: a fall is negative here.
        double sign = finding.LimitsFall ? -1 : 1;
        var (low, high) = finding.LimitsFall ? (-finding.High, -finding.Low) : (finding.Low, finding.High);
        string change = $"{Signed(sign * finding.Value)} points ({Signed(low)} to {Signed(high)}, {finding.Pairs} prompts)";
        string allowed = $"allowed is a {(finding.LimitsFall ? "fall" : "rise")} of {Figures.Number(100 * finding.Limit, "0.#")}";
        string why = finding.Reason switch
        {
            DriftReason.Identical => "the same model and settings: nothing can have changed",
            DriftReason.Within => "the whole interval is within the limit",
            DriftReason.Beyond => "the whole interval is beyond the limit, and the change beyond chance",
            DriftReason.BeyondByChance => "the interval is beyond the limit, "
                + $"but the change is not beyond chance over all languages (p {Figures.PValue(finding.P)})",
            _ => "the interval holds the limit: more prompts would decide",
        };
        return $"{change}, {allowed}: {why}";
    }

    private static string Cosine(DriftFinding finding)
    {
        string interval = finding.Low is null
            ? ""
            : $" ({Figures.Number(finding.Low, "0.000")} to {Figures.Number(finding.High, "0.000")})";
        string why = finding.Reason switch
        {
            DriftReason.NoInterval => "the runs kept no single prompts at one position, so it has no interval",
            DriftReason.Within => "the whole interval is at or above it",
            DriftReason.Beyond => "the whole interval is below it",
            _ => "the interval holds it",
        };
        return $"cosine {Figures.Number(finding.Value, "0.000")}{interval}; "
            + $"at least {Figures.Number(finding.Limit, "0.###")} allowed: {why}";
    }

    private static string Signed(double? share) =>
        share is not { } value || Math.Abs(value) < 0.0005 ? "0" : Figures.Score(100 * value, "0.#");
}
