namespace Refrain.Directions;

/// <summary>Why candidates of one kind of ablation pass or not, from what was measured of them.</summary>
/// <param name="divergence">Divergences.</param>
/// <param name="induced">Scores under addition; null where they are no filter.</param>
/// <param name="ablated">Scores under ablation.</param>
internal sealed class Fates(Race divergence, Race? induced, Race ablated)
{
    /// <summary>The largest divergence that passes.</summary>
    public required double Limit { get; init; }

    /// <summary>The least score under ablation of those that passed every other filter.</summary>
    public required double Best { get; init; }

    /// <summary>The limit that a candidate's answers exceed, or null.</summary>
    public required Func<AnswerEffects?, Discard?> Exceeded { get; init; }

    /// <summary>What the candidates do to answers of which that was measured.</summary>
    public required IReadOnlyDictionary<Candidate, AnswerEffects> Effects { get; init; }

    /// <summary>The model's layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Directions from this layer on are discarded, where addition is a filter.</summary>
    public required int LayerLimit { get; init; }

    /// <summary>The candidate with its scores, or the bound that made one unnecessary, and why it was discarded.</summary>
    public Candidate Of(Candidate candidate)
    {
        var scored = candidate with
        {
            Divergence = divergence.Mean(candidate),
            InducedScore = induced?.Mean(candidate),
            AblationScore = ablated.Mean(candidate),
            Answers = Effects.GetValueOrDefault(candidate),
        };
        if (induced is not null && candidate.Layer >= LayerLimit)
        {
            return scored with { Discarded = new Discard(Filter.Layer, LayerLimit, Layers) };
        }

        if (!(scored.Divergence <= Limit))
        {
            return scored with
            {
                Discarded = new Discard(Filter.Divergence, Limit),
                Bound = Bound(divergence, BoundedScore.Divergence, candidate),
            };
        }

        if (induced is not null && scored.InducedScore is not >= 0)
        {
            return scored with { Discarded = new Discard(Filter.Addition) };
        }

        return scored with
        {
            Discarded = Ablated(scored) ?? Exceeded(scored.Answers),
            Bound = Bound(ablated, BoundedScore.AblationScore, candidate),
        };
    }

    /// <summary>What the score under ablation says; one that is not known is above the best.</summary>
    private Discard? Ablated(Candidate candidate) =>
        candidate switch
        {
            { AblationScore: double.NaN } => new Discard(Filter.NoNumber),
            { Kind: AblationKind.Affine } when (candidate.AblationScore ?? Best) >= 0 => new Discard(Filter.Refuses),
            { AblationScore: null } => new Discard(Filter.NotBest),
            _ => null,
        };

    private static ScoreBound? Bound(Race race, BoundedScore score, Candidate candidate) =>
        race.Mean(candidate) is null ? new ScoreBound(score, race.LeastMean(candidate), race.Measured(candidate), race.Prompts) : null;
}
