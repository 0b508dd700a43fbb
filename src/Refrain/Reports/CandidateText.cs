using Refrain.Directions;
using Refrain.Measurement;

namespace Refrain.Reports;

/// <summary>A candidate's scores as reports print them: a bound, with its sign, where that was enough.</summary>
internal static class CandidateText
{
    /// <summary><c>+5.7</c> or <c>≥ −1.2</c>.</summary>
    public static string Ablated(CandidateReport candidate) =>
        candidate.AblationRefusalScore is null && candidate.Bound is { Score: BoundedScore.AblationScore } bound
            ? "≥ " + Figures.Score(bound.AtLeast)
            : Figures.Score(candidate.AblationRefusalScore);

    /// <summary><c>0.16</c> or <c>≥ 0.34</c>.</summary>
    public static string Divergence(CandidateReport candidate) =>
        candidate.Kl is null && candidate.Bound is { Score: BoundedScore.Divergence } bound
            ? "≥ " + Figures.Divergence(bound.AtLeast)
            : Figures.Divergence(candidate.Kl);

    /// <summary>What the candidate does to answers, beside the limits; empty where neither is there.</summary>
    public static string Answers(CandidateReport? candidate, AnswerEffectsReport? limits)
    {
        string[] said =
        [
            .. new[]
            {
                Said(
                    "divergence over the first 16 generated tokens",
                    candidate?.Answers?.GeneratedKl,
                    limits?.GeneratedKl,
                    Figures.Divergence,
                    " nats"
                ),
                Said("degenerate", candidate?.Answers?.DegenerateShare, limits?.DegenerateShare, Figures.Percent),
                Said("refused", candidate?.Answers?.OverRefusal, limits?.OverRefusal, Figures.Percent),
            }.OfType<string>(),
        ];
        return said.Length == 0
            ? ""
            : $"answers to harmless validation prompts: "
                + $"{string.Join(", ", said)}{(candidate?.Answers?.Judged is { } judged ? $"; {judged} judged" : "")}";
    }

    private static string? Said(string what, double? value, double? limit, Func<double?, string> figure, string unit = "") =>
        value is null && limit is null
            ? null
            : $"{what} {figure(value)}{(value is null ? "" : unit)}{(limit is null ? "" : $" (limit {figure(limit)})")}";

    /// <summary>Which filter it fell to, or that it was chosen or passed.</summary>
    public static string Fate(CandidateReport candidate, SelectionReport selection) =>
        selection.Chose(candidate) ? "chosen"
        : candidate.Discarded is { } discard ? discard.ToString()
        : "passed";

    /// <summary>What a bound rests on, for the picture's titles; empty without one.</summary>
    public static string Prompts(CandidateReport candidate) =>
        candidate.Bound is { } bound ? $" after {bound.Prompts} of {bound.Of} prompts" : "";
}
