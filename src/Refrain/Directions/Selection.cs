using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>Chooses the direction, and the intervention, that takes refusal out of the source language (method.md 6).</summary>
/// <remarks>The filters run cheapest first, and what a filter has discarded is not measured further; the choice is that of the full sweep.</remarks>
internal sealed class Selection(Model model, DirectionSet directions, IReadOnlyList<int> onset, SelectionSettings settings, Remember remember)
{
    private readonly int layers = model.Config.Layers;
    private readonly int layerLimit = (int)Math.Floor(settings.LayerShare * model.Config.Layers);
    private readonly Sweep sweep = new(model, remember);

    /// <summary>Zero ablation, then affine ablation when nothing passes.</summary>
    /// <param name="harmful">Harmful validation prompts with a score above 0.</param>
    /// <param name="harmless">Harmless ones with a score below 0.</param>
    public SelectionResult Run(IReadOnlyList<int[]> harmful, IReadOnlyList<int[]> harmless)
    {
        var harmfulSet = ValidationSet.Read(model, harmful);
        var harmlessSet = ValidationSet.Read(model, harmless);
        var without = harmlessSet.Distributions(model);
        double Refusal(int prompt, ReadOnlySpan<float> logits) => RefusalScore.Of(logits, onset);
        double Divergence(int prompt, ReadOnlySpan<float> logits) => Distribution.Divergence(without[prompt], logits);

        var induced = sweep.Measure("zero/induced", Induced(), harmlessSet, candidate => candidate.Layer, Addition, Refusal);
        IReadOnlyList<Candidate> zero = [.. ZeroCandidates().Select(candidate => candidate with { InducedScore = induced.TryGetValue(candidate, out double score) ? score : null })];
        zero = Filter("zero", zero, settings.ZeroDivergence, harmfulSet, harmlessSet, _ => 0, Zero, Refusal, Divergence);
        var chosen = Best(zero);
        IReadOnlyList<Candidate> affine = [];
        if (chosen is null)
        {
            affine = Filter("affine", [.. AffineCandidates()], settings.AffineDivergence, harmfulSet, harmlessSet, candidate => candidate.Layer, Affine, Refusal, Divergence);
            chosen = Best(affine);
        }

        return new SelectionResult
        {
            Verdict = chosen is null ? SelectionResult.NonePasses : SelectionResult.Passed,
            Chosen = chosen,
            Addition = chosen is null ? null : AdditionFor(chosen, induced),
            Candidates = [.. zero, .. affine],
        };
    }

    private static Candidate? Best(IReadOnlyList<Candidate> candidates) =>
        candidates.Where(candidate => candidate.Discarded is null).MinBy(candidate => candidate.AblationScore);

    /// <summary>Zero ablation's addition is the chosen direction at its own layer. Affine ablation has a direction per layer: the layer below 0.8 L where harmless prompts score highest.</summary>
    private AdditionChoice? AdditionFor(Candidate chosen, IReadOnlyDictionary<Candidate, double> induced) =>
        chosen is { Kind: AblationKind.Zero, InducedScore: { } own } ? new AdditionChoice(chosen.Position, chosen.Layer, own)
        : induced.Where(pair => pair.Key.Position == chosen.Position && pair.Key.Layer < layerLimit)
            .Select(pair => new AdditionChoice(chosen.Position, pair.Key.Layer, pair.Value))
            .OrderByDescending(choice => choice.Score).ThenBy(choice => choice.Layer)
            .FirstOrDefault();

    private IReadOnlyList<Candidate> Filter(
        string name,
        IReadOnlyList<Candidate> candidates,
        double limit,
        ValidationSet harmful,
        ValidationSet harmless,
        Func<Candidate, int> firstLayer,
        Func<Candidate, Intervention> intervention,
        Func<int, ReadOnlySpan<float>, double> refusal,
        Func<int, ReadOnlySpan<float>, double> divergence)
    {
        candidates = [.. candidates.Select(Early)];
        var divergences = sweep.Measure(name + "/divergence", Open(candidates), harmless, firstLayer, intervention, divergence);
        candidates = [.. candidates.Select(candidate => Judge(candidate, divergences, limit))];
        var ablated = sweep.Measure(name + "/ablated", Open(candidates), harmful, firstLayer, intervention, refusal);
        return [.. candidates.Select(candidate =>
        {
            var scored = ablated.TryGetValue(candidate, out double score) ? candidate with { AblationScore = score } : candidate;
            return scored switch
            {
                { Discarded: null, AblationScore: double.NaN } => scored with { Discarded = "no number: the activations overflow" },
                { Discarded: null, Kind: AblationKind.Affine, AblationScore: >= 0 } => scored with { Discarded = "still refuses: ablated score at or above 0" },
                _ => scored,
            };
        })];
    }

    private IReadOnlyList<Candidate> Open(IReadOnlyList<Candidate> candidates) =>
        settings.FullSweep ? candidates : [.. candidates.Where(candidate => candidate.Discarded is null)];

    /// <summary>The filters that need no ablation.</summary>
    private Candidate Early(Candidate candidate) => candidate switch
    {
        { Kind: AblationKind.Zero } when candidate.Layer >= layerLimit => candidate with { Discarded = $"layer at or above {layerLimit} of {layers}" },
        { Kind: AblationKind.Zero, InducedScore: not >= 0 } => candidate with { Discarded = "addition does not induce refusal: score below 0" },
        _ => candidate,
    };

    private static Candidate Judge(Candidate candidate, IReadOnlyDictionary<Candidate, double> divergences, double limit)
    {
        if (!divergences.TryGetValue(candidate, out double divergence))
        {
            return candidate;
        }

        string? reason = divergence <= limit ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"divergence above {limit}");
        return candidate with { Divergence = divergence, Discarded = candidate.Discarded ?? reason };
    }

    /// <summary>Those whose addition is measured: below the layer limit, which is also where the addition's layer is sought.</summary>
    private IReadOnlyList<Candidate> Induced() => [.. ZeroCandidates().Where(candidate => settings.FullSweep || candidate.Layer < layerLimit)];

    private IEnumerable<Candidate> ZeroCandidates() =>
        from layer in Enumerable.Range(0, layers)
        from position in Enumerable.Range(-directions.Positions, directions.Positions)
        where !directions.IsZero(layer, position)
        select new Candidate(AblationKind.Zero, position, layer);

    private IEnumerable<Candidate> AffineCandidates() =>
        from position in Enumerable.Range(-directions.Positions, directions.Positions)
        from layer in Enumerable.Range(1, layers - 1)
        select new Candidate(AblationKind.Affine, position, layer);

    private Intervention Zero(Candidate candidate) => Intervention.Ablate(directions.At(candidate.Layer, candidate.Position), layers, settings.Convention);

    private Intervention Addition(Candidate candidate) => Intervention.Add(directions.At(candidate.Layer, candidate.Position), layers, candidate.Layer);

    private Intervention Affine(Candidate candidate) =>
        Intervention.Affine(directions.Across(candidate.Position), directions.OffsetsAcross(candidate.Position), layers, candidate.Layer);
}
