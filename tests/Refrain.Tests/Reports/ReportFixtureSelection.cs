using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Reports;

namespace Refrain.Tests.Reports;

/// <summary>Made-up sweeps for <see cref="ReportFixtures"/>.</summary>
internal static class ReportFixtureSelection
{
    private static readonly Discard TooDivergent = new(Filter.Divergence, .1),
        TooLate = new(Filter.Layer, 14, 18),
        NotInducing = new(Filter.Addition);

    public static SelectionReport Affine(Random random)
    {
        CandidateReport[] candidates = [.. Zero(random), .. Affine(random, passes: true)];
        var chosen = candidates.Where(candidate => candidate.Discarded is null).MinBy(candidate => candidate.AblationRefusalScore)!;
        return new SelectionReport
        {
            Verdict = "direction found",
            Intervention = "affine",
            Position = chosen.Position,
            FirstLayer = chosen.FirstLayer,
            AdditionLayer = 10,
            AdditionRefusalScore = 3.71,
            Candidates = candidates,
            BestOfFailed = Failed(candidates),
        };
    }

    public static SelectionReport Nothing(Random random)
    {
        CandidateReport[] candidates = [.. Zero(random), .. Affine(random, passes: false)];
        return new SelectionReport
        {
            Verdict = "no direction passes",
            Candidates = candidates,
            BestOfFailed = Failed(candidates),
        };
    }

    /// <summary>The same with limits on answers, by which the candidate that was the best fell.</summary>
    public static SelectionReport Limited(SelectionReport selection)
    {
        var passed = selection
            .Candidates.Where(candidate => candidate.Discarded is null)
            .OrderBy(candidate => candidate.AblationRefusalScore)
            .ToArray();
        CandidateReport[] candidates =
        [
            .. selection.Candidates.Select(candidate =>
                candidate == passed[0]
                    ? candidate with
                    {
                        Discarded = new Discard(Filter.GeneratedDivergence, .2),
                        Answers = new AnswerEffectsReport { GeneratedKl = .3125 },
                    }
                : candidate == passed[1]
                    ? candidate with
                    {
                        Answers = new AnswerEffectsReport
                        {
                            GeneratedKl = .0625,
                            DegenerateShare = .03125,
                            OverRefusal = 0,
                            Judged = 32,
                        },
                    }
                : candidate
            ),
        ];
        return selection with
        {
            Position = passed[1].Position,
            FirstLayer = passed[1].FirstLayer,
            Limits = new AnswerEffectsReport { GeneratedKl = .2, DegenerateShare = .1 },
            Candidates = candidates,
            BestOfFailed = Failed(candidates),
        };
    }

    private static FailedFilter[] Failed(CandidateReport[] candidates) =>
        [
            .. candidates
                .Where(candidate => candidate.Discarded is not null)
                .GroupBy(candidate => (candidate.Kind, candidate.Discarded))
                .Select(group => new FailedFilter
                {
                    Discarded = group.Count(),
                    Best = group.MinBy(candidate => candidate.Kl ?? double.MaxValue)!,
                }),
        ];

    private static IEnumerable<CandidateReport> Zero(Random random) =>
        from position in Enumerable.Range(-5, 5)
        from layer in Enumerable.Range(1, 17)
        let induced = Math.Round((layer / 2.0) - 4 + random.NextDouble(), 3)
        let kl = Math.Round(.5 + (12 * random.NextDouble() / layer), 4)
        let reason = layer >= 14 ? TooLate
        : induced < 0 ? NotInducing
        : TooDivergent
        select new CandidateReport
        {
            Kind = "zero",
            Position = position,
            Layer = layer,
            InducedRefusalScore = layer >= 14 ? null : induced,
            Kl = reason == TooDivergent && layer % 3 == 0 ? kl : null,
            Discarded = reason,
            Bound =
                reason == TooDivergent && layer % 3 != 0
                    ? new BoundReport
                    {
                        Score = "kl",
                        AtLeast = Math.Round(kl / 4, 4),
                        Prompts = 8,
                        Of = 32,
                    }
                    : null,
        };

    private static IEnumerable<CandidateReport> Affine(Random random, bool passes) =>
        from position in Enumerable.Range(-5, 5)
        from layer in Enumerable.Range(1, 17)
        let kl = Math.Round((passes ? 1.1 : 4) * (6 + position) / layer * (.5 + random.NextDouble()) / (position == -1 ? 4 : 2), 4)
        let score = Math.Round(position == -1 ? (layer - 12) * (layer - 12) * .3 - 3.8 : 6.5 - (layer * .1), 3)
        select new CandidateReport
        {
            Kind = "affine",
            Position = position,
            FirstLayer = layer,
            AblationRefusalScore = score,
            Kl = passes ? kl : kl + .2,
            Discarded =
                (passes ? kl : kl + .2) > .2 ? new Discard(Filter.Divergence, .2)
                : score >= 0 ? new Discard(Filter.Refuses)
                : null,
        };
}
