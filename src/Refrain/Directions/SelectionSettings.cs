using Refrain.Graphs;

namespace Refrain.Directions;

/// <summary>How a direction is selected; the defaults are the published ones (docs/method.md 6).</summary>
internal sealed record SelectionSettings
{
    /// <summary>Where zero ablation acts: <see cref="HookSites.Stream"/> or <see cref="HookSites.Module"/>.</summary>
    public HookSites Convention { get; init; } = HookSites.Stream;

    /// <summary>Largest divergence of a zero ablation, nats.</summary>
    public double ZeroDivergence { get; init; } = 0.1;

    /// <summary>Largest divergence of an affine ablation, nats.</summary>
    public double AffineDivergence { get; init; } = 0.2;

    /// <summary>Directions from layers at or above this share of the depth are discarded.</summary>
    public double LayerShare { get; init; } = 0.8;

    /// <summary>Fewest prompts of a class that a direction is taken from.</summary>
    public int FewestPrompts { get; init; } = 4;

    /// <summary>What a candidate may do to answers; by default anything (the published method).</summary>
    public AnswerLimits Limits { get; init; } = new();

    /// <summary>Where <see cref="Limits"/> get answers from; null where there are no limits.</summary>
    internal AnswerSource? Answers { get; init; }

    /// <summary>
    /// True: every score of every candidate, as the published sweeps list them; false: what the choice needs, and a bound where it needed
    /// no score.
    /// </summary>
    public bool FullSweep { get; init; }
}
