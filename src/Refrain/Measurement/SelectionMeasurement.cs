using Refrain.Directions;

namespace Refrain.Measurement;

/// <summary>The selection as the report shows it.</summary>
internal static class SelectionMeasurement
{
    public static SelectionReport Of(SelectionResult selection)
    {
        var chosen = selection.Chosen;
        CandidateReport[] candidates = [.. selection.Candidates.Select(Of)];
        return new SelectionReport
        {
            Verdict = selection.Verdict,
            Intervention = chosen?.Kind,
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
                    .GroupBy(candidate => (candidate.Kind, Discarded: candidate.Discarded!))
                    .Select(group => new FailedFilter
                    {
                        Filter = $"{group.Key.Kind.Word()}: {group.Key.Discarded}",
                        Discarded = group.Count(),
                        Best = Nearest(group.Key.Discarded.Filter, [.. group]),
                    }),
            ],
        };
    }

    private static CandidateReport Of(Candidate candidate) =>
        new()
        {
            Kind = candidate.Kind,
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
                    Score = bound.Score,
                    AtLeast = bound.AtLeast,
                    Prompts = bound.Prompts,
                    Of = bound.Of,
                }
                : null,
        };

    /// <summary>Of those that one filter discarded, the one that came nearest to passing it.</summary>
    private static CandidateReport Nearest(Filter filter, CandidateReport[] discarded) =>
        filter switch
        {
            Filter.Divergence => discarded.MinBy(candidate => candidate.Kl ?? double.MaxValue)!,
            Filter.Addition => discarded.MaxBy(candidate => candidate.InducedRefusalScore ?? double.MinValue)!,
            Filter.Refuses => discarded.MinBy(candidate => candidate.AblationRefusalScore ?? double.MaxValue)!,
            Filter.NotBest => discarded.MinBy(candidate => candidate.Bound?.AtLeast ?? double.MaxValue)!,
            Filter.GeneratedDivergence => discarded.MinBy(candidate => candidate.Answers?.GeneratedKl ?? double.MaxValue)!,
            Filter.Degenerate => discarded.MinBy(candidate => candidate.Answers?.DegenerateShare ?? double.MaxValue)!,
            Filter.OverRefusal => discarded.MinBy(candidate => candidate.Answers?.OverRefusal ?? double.MaxValue)!,
            _ => discarded.MinBy(candidate => candidate.AnyLayer)!,
        };
}
