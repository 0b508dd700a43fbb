using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>Chooses the direction, and the intervention, that takes refusal out of the source language (docs/method.md 6).</summary>
/// <remarks>
/// Filters run in the order of cost by what they exclude: layer, divergence, addition, ablated score. A candidate is measured no
/// further than its fate needs (<see cref="Race"/>): verdict, choice and the best that each filter discarded are those of the full sweep.
/// Limits on answers, where there are any, come last of all, and a candidate is held against them only where it would be chosen.
/// </remarks>
/// <param name="model">The model.</param>
/// <param name="directions">The source's filtered directions.</param>
/// <param name="onset">Its refusal-onset tokens.</param>
/// <param name="harmful">Harmful validation prompts with a score above 0.</param>
/// <param name="harmless">Harmless ones with a score below 0.</param>
/// <param name="settings">The filters.</param>
/// <param name="remember">Keeps finished batches.</param>
internal sealed class Selection(
    Model model,
    DirectionSet directions,
    IReadOnlyList<int> onset,
    ValidationSet harmful,
    ValidationSet harmless,
    SelectionSettings settings,
    Remember remember
)
{
    private readonly int layers = model.Config.Layers;
    private readonly AnswerChecks answers = new(model, harmless, settings, remember);
    private readonly int layerLimit = (int)Math.Floor(settings.LayerShare * model.Config.Layers);

    /// <summary>Zero ablation, then affine ablation when nothing passes.</summary>
    public SelectionResult Run()
    {
        var induced = new Race(
            Least(harmless, RefusalScore.Least),
            1,
            Sweep($"{AblationKind.Zero.Word()}/induced", harmless, candidate => candidate.Layer, Addition, Refusal)
        );
        double[] least = remember.Scores("least divergence", 0, harmless.Prompts.Count, () =>
            [.. Enumerable.Range(0, harmless.Prompts.Count).Select(prompt => harmless.Without(prompt).Least)]
        );
        var zero = Judge(AblationKind.Zero.Word(), [.. ZeroCandidates()], least, settings.ZeroDivergence, _ => 0, Zero, induced);
        var chosen = Best(zero);
        IReadOnlyList<Candidate> affine = [];
        if (chosen is null)
        {
            affine = Judge(
                AblationKind.Affine.Word(),
                [.. AffineCandidates()],
                least,
                settings.AffineDivergence,
                candidate => candidate.Layer,
                Affine,
                null
            );
            chosen = Best(affine);
        }

        return new SelectionResult
        {
            Verdict = chosen is null ? SelectionVerdict.NonePasses : SelectionVerdict.Passed,
            Chosen = chosen,
            Addition = chosen is null ? null : AdditionFor(chosen, induced),
            Limits = settings.Limits,
            Candidates = [.. zero, .. affine],
        };
    }

    private static Candidate? Best(IReadOnlyList<Candidate> candidates) =>
        candidates.Where(candidate => candidate.Discarded is null).MinBy(candidate => candidate.AblationScore);

    /// <summary>
    /// Zero ablation's addition is the chosen direction at its own layer. Affine ablation has a direction per layer: the layer below 0.8 L
    /// where harmless prompts score highest.
    /// </summary>
    private AdditionChoice? AdditionFor(Candidate chosen, Race induced)
    {
        if (chosen is { Kind: AblationKind.Zero, InducedScore: { } own })
        {
            return new AdditionChoice(chosen.Position, chosen.Layer, own);
        }

        Candidate[] below = [.. ZeroCandidates().Where(candidate => candidate.Position == chosen.Position && candidate.Layer < layerLimit)];
        induced.Complete(below);
        return below
            .Select(candidate => new AdditionChoice(chosen.Position, candidate.Layer, induced.Mean(candidate)!.Value))
            .OrderByDescending(choice => choice.Score)
            .ThenBy(choice => choice.Layer)
            .FirstOrDefault();
    }

    /// <summary>Runs one kind of ablation through its filters.</summary>
    /// <param name="name">Names the kind.</param>
    /// <param name="candidates">Its candidates.</param>
    /// <param name="least">The least that the divergence of each harmless prompt can be.</param>
    /// <param name="limit">The largest divergence.</param>
    /// <param name="firstLayer">The first layer that a candidate changes.</param>
    /// <param name="intervention">What a candidate does.</param>
    /// <param name="induced">Scores under addition, where they are a filter.</param>
    private IReadOnlyList<Candidate> Judge(
        string name,
        IReadOnlyList<Candidate> candidates,
        double[] least,
        double limit,
        Func<Candidate, int> firstLayer,
        Func<Candidate, Intervention> intervention,
        Race? induced
    )
    {
        var divergence = new Race(
            least,
            Math.Max(1, least.Length / 16),
            Sweep(name + "/divergence", harmless, firstLayer, intervention, (prompt, logits) => harmless.Without(prompt).Divergence(logits))
        );
        var ablated = new Race(
            Least(harmful, RefusalScore.Least),
            Math.Max(1, harmful.Prompts.Count / 4),
            Sweep(name + "/ablated", harmful, firstLayer, intervention, Refusal)
        );
        if (settings.FullSweep)
        {
            divergence.Complete(candidates);
            induced?.Complete(candidates);
            ablated.Complete(candidates);
        }

        IReadOnlyList<Candidate> open = [.. candidates.Where(candidate => induced is null || candidate.Layer < layerLimit)];
        divergence.Compare(open, limit);
        divergence.FindLeast([.. open.Where(candidate => !(divergence.Mean(candidate) <= limit))]);
        open = [.. open.Where(candidate => divergence.Mean(candidate) <= limit)];
        induced?.Complete(open);
        open = [.. open.Where(candidate => induced is null || induced.Mean(candidate) >= 0)];
        var effects = new Dictionary<Candidate, AnswerEffects>();
        double best = WithinLimits(name, open, ablated, below: induced is null ? 0 : double.PositiveInfinity, intervention, effects);
        var fates = new Fates(divergence, induced, ablated)
        {
            Limit = limit,
            Best = best,
            Exceeded = settings.Limits.Exceeded,
            Effects = effects,
            Layers = layers,
            LayerLimit = layerLimit,
        };
        return [.. candidates.Select(fates.Of)];
    }

    /// <summary>
    /// The least score under ablation of those whose answers stay within the limits, which only candidates are held against that would be
    /// chosen: the best, then the next best.
    /// </summary>
    /// <param name="name">Names the kind.</param>
    /// <param name="open">Candidates that passed every other filter.</param>
    /// <param name="ablated">Their scores under ablation.</param>
    /// <param name="below">Only smaller ones pass.</param>
    /// <param name="intervention">What a candidate does.</param>
    /// <param name="effects">What was measured of their answers.</param>
    private double WithinLimits(
        string name,
        IReadOnlyList<Candidate> open,
        Race ablated,
        double below,
        Func<Candidate, Intervention> intervention,
        Dictionary<Candidate, AnswerEffects> effects
    )
    {
        while (true)
        {
            double best = ablated.FindLeast(open);
            Candidate[] leading =
            [
                .. open.Where(candidate => ablated.Mean(candidate) < below && !effects.ContainsKey(candidate)).OrderBy(ablated.Mean),
            ];
            Candidate[] held =
                !settings.Limits.Any ? []
                : settings.FullSweep ? leading
                : [.. leading.Take(1).Where(candidate => ablated.Mean(candidate) <= best)];
            if (held.Length == 0)
            {
                return best;
            }

            foreach (var candidate in held)
            {
                effects[candidate] = answers.Of(name, candidate, intervention(candidate));
            }

            open = [.. open.Where(candidate => settings.Limits.Exceeded(effects.GetValueOrDefault(candidate)) is null)];
        }
    }

    private StretchScores Sweep(
        string name,
        ValidationSet set,
        Func<Candidate, int> firstLayer,
        Func<Candidate, Intervention> intervention,
        PromptScore score
    ) =>
        new Sweep(model, remember)
        {
            Name = name,
            Set = set,
            FirstLayer = firstLayer,
            Intervention = intervention,
            Score = score,
        }.Measure;

    private double Refusal(int prompt, ReadOnlySpan<float> logits) => RefusalScore.Of(logits, onset);

    private static double[] Least(ValidationSet set, double score) => [.. Enumerable.Repeat(score, set.Prompts.Count)];

    private IEnumerable<Candidate> ZeroCandidates() =>
        from layer in Enumerable.Range(0, layers)
        from position in Enumerable.Range(-directions.Positions, directions.Positions)
        where !directions.IsZero(layer, position)
        select new Candidate(AblationKind.Zero, position, layer);

    private IEnumerable<Candidate> AffineCandidates() =>
        from position in Enumerable.Range(-directions.Positions, directions.Positions)
        from layer in Enumerable.Range(1, layers - 1)
        select new Candidate(AblationKind.Affine, position, layer);

    private Intervention Zero(Candidate candidate) =>
        Intervention.Ablate(directions.At(candidate.Layer, candidate.Position), layers, settings.Convention);

    private Intervention Addition(Candidate candidate) =>
        Intervention.Add(directions.At(candidate.Layer, candidate.Position), layers, candidate.Layer);

    private Intervention Affine(Candidate candidate) =>
        Intervention.Affine(directions.Across(candidate.Position), directions.OffsetsAcross(candidate.Position), layers, candidate.Layer);
}
