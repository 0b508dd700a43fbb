using Refrain.Directions;

namespace Refrain.Measurement;

/// <summary>The selection as the report shows it.</summary>
internal static class SelectionReporting
{
    public static SelectionReport Of(SelectionResult selection)
    {
        var chosen = selection.Chosen;
        CandidateReport[] candidates = [.. selection.Candidates.Select(Of)];
        return new SelectionReport
        {
            Verdict = selection.Verdict,
            Intervention = chosen is null ? null : Name(chosen.Kind),
            Position = chosen?.Position,
            Layer = chosen?.Kind == AblationKind.Zero ? chosen.Layer : null,
            FirstLayer = chosen?.Kind == AblationKind.Affine ? chosen.Layer : null,
            AdditionLayer = selection.Addition?.Layer,
            AdditionRefusalScore = selection.Addition?.Score,
            AdditionNote = selection.Addition is { Induces: false } ? "addition does not induce refusal" : null,
            Limits = selection.Limits is { Any: true } limits
                ? new AnswerEffectsReport
                {
                    GeneratedKl = limits.GeneratedDivergence,
                    DegenerateShare = limits.DegenerateShare,
                    OverRefusal = limits.OverRefusal,
                }
                : null,
            Candidates = candidates,
            BestOfFailed =
            [
                .. candidates
                    .Where(candidate => candidate.Discarded is not null)
                    .GroupBy(candidate => (candidate.Kind, candidate.Discarded))
                    .Select(group => new FailedFilter { Discarded = group.Count(), Best = Nearest(group.Key.Discarded!.Filter, group) }),
            ],
        };
    }

    private static CandidateReport Of(Candidate candidate) =>
        new()
        {
            Kind = Name(candidate.Kind),
            Position = candidate.Position,
            Layer = candidate.Kind == AblationKind.Zero ? candidate.Layer : null,
            FirstLayer = candidate.Kind == AblationKind.Affine ? candidate.Layer : null,
            AblationRefusalScore = Finite.OrNull(candidate.AblationScore),
            InducedRefusalScore = Finite.OrNull(candidate.InducedScore),
            Kl = Finite.OrNull(candidate.Divergence),
            Answers = candidate.Answers is { } answers
                ? new AnswerEffectsReport
                {
                    GeneratedKl = Finite.OrNull(answers.GeneratedDivergence),
                    DegenerateShare = Finite.OrNull(answers.DegenerateShare),
                    OverRefusal = Finite.OrNull(answers.OverRefusal),
                    Judged = answers.Judged,
                }
                : null,
            Discarded = candidate.Discarded,
            Bound = candidate.Bound is { } bound
                ? new BoundReport
                {
                    Score = Name(bound.Score),
                    AtLeast = bound.AtLeast,
                    Prompts = bound.Prompts,
                    Of = bound.Of,
                }
                : null,
        };

    /// <summary>Of those that one filter discarded, the one that came nearest to passing it.</summary>
    private static CandidateReport Nearest(Filter filter, IEnumerable<CandidateReport> discarded) =>
        filter == Filter.Addition
            ? discarded.MaxBy(candidate => candidate.InducedRefusalScore ?? double.MinValue)!
            : discarded.MinBy(candidate => Distance(filter, candidate) ?? double.MaxValue)!;

    /// <summary>What must be small to pass a filter.</summary>
    private static double? Distance(Filter filter, CandidateReport candidate) =>
        filter switch
        {
            Filter.Divergence => candidate.Kl,
            Filter.Refuses => candidate.AblationRefusalScore,
            Filter.NotBest => candidate.Bound?.AtLeast,
            Filter.GeneratedDivergence => candidate.Answers?.GeneratedKl,
            Filter.Degenerate => candidate.Answers?.DegenerateShare,
            Filter.OverRefusal => candidate.Answers?.OverRefusal,
            _ => candidate.AnyLayer,
        };

    private static string Name(AblationKind kind) => kind == AblationKind.Zero ? "zero" : "affine";

    private static string Name(BoundedScore score) => score == BoundedScore.Divergence ? BoundReport.Kl : BoundReport.AblationScore;
}
