namespace Refrain.Graphs;

/// <summary>Which graph is compiled from a checkpoint; equal plans share a session.</summary>
internal sealed record GraphPlan
{
    /// <summary>
    /// The first block in the graph; above 0 the graph reads <c>resid_pre</c> [token, hidden] of that block instead of token ids.
    /// </summary>
    public int FirstLayer { get; init; }

    /// <summary>
    /// The first block that interventions change. Rows that are equal but for their interventions are computed once below it; 0: it is the
    /// graph's first.
    /// </summary>
    public int Split { get; init; }

    /// <summary>Where interventions act; sites that are not needed cost nothing because they are not there.</summary>
    public HookSites Hooks { get; init; } = HookSites.None;

    /// <summary>True where interventions act with a probability: the graph then reads at which points and tokens they do.</summary>
    public bool Probabilistic { get; init; }

    /// <summary>True for decoding: new tokens attend to the keys and values of a cache.</summary>
    public bool Cache { get; init; }

    /// <summary>True for reading prompts that will be answered: gives out every layer's keys and values.</summary>
    public bool Keep { get; init; }
}
