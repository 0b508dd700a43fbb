namespace Refrain.Reports;

/// <summary>A candidate's scores as reports print them: a bound, with its sign, where that was enough.</summary>
internal static class CandidateText
{
    /// <summary>The name of the score under ablation in <see cref="BoundReport.Score"/>.</summary>
    public const string AblationScore = "ablation_refusal_score";

    /// <summary>The name of the divergence in <see cref="BoundReport.Score"/>.</summary>
    public const string Kl = "kl";

    /// <summary><c>+5.7</c> or <c>≥ −1.2</c>.</summary>
    public static string Ablated(CandidateReport candidate) =>
        candidate.AblationRefusalScore is null && candidate.Bound is { Score: AblationScore } bound ? "≥ " + Figures.Score(bound.AtLeast) : Figures.Score(candidate.AblationRefusalScore);

    /// <summary><c>0.16</c> or <c>≥ 0.34</c>.</summary>
    public static string Divergence(CandidateReport candidate) =>
        candidate.Kl is null && candidate.Bound is { Score: Kl } bound ? "≥ " + Figures.Divergence(bound.AtLeast) : Figures.Divergence(candidate.Kl);

    /// <summary>What a bound rests on, for the picture's titles; empty without one.</summary>
    public static string Prompts(CandidateReport candidate) => candidate.Bound is { } bound ? $" after {bound.Prompts} of {bound.Of} prompts" : "";
}
