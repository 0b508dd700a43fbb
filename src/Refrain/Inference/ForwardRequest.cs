using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>One packed run of the model over rows of tokens.</summary>
internal sealed record ForwardRequest
{
    /// <summary>Token ids per row, each row with at least one.</summary>
    public required IReadOnlyList<int[]> Rows { get; init; }

    /// <summary>The first block to run; above 0, <see cref="Streams"/> says what enters it.</summary>
    public int FirstLayer { get; init; }

    /// <summary>Per row the residual stream entering <see cref="FirstLayer"/>, flat [token, hidden].</summary>
    public IReadOnlyList<float[]>? Streams { get; init; }

    /// <summary>
    /// True where rows that begin with the same tokens, under the same intervention, have the same streams there, which are then computed
    /// once.
    /// </summary>
    public bool StreamsFollowTokens { get; init; }

    /// <summary>Per row an intervention or null; all of one batch act at the same sites. Null: none.</summary>
    public IReadOnlyList<Intervention?>? Interventions { get; init; }

    /// <summary>Logits are computed at the last n tokens of each row; 0: none.</summary>
    public int AskLast { get; init; } = 1;

    /// <summary>The residual stream is read at the last n tokens of each row; 0: nowhere.</summary>
    public int CaptureLast { get; init; }

    /// <summary>The layers where it is read: l is the stream entering block l, L the one entering the final norm.</summary>
    public IReadOnlyList<int> CaptureLayers { get; init; } = [];

    /// <summary>Where the request's interventions act.</summary>
    public HookSites Hooks
    {
        get
        {
            var sites = (Interventions ?? []).OfType<Intervention>().Select(intervention => intervention.Sites).Distinct().ToArray();
            return sites.Length switch
            {
                0 => HookSites.None,
                1 => sites[0],
                _ => throw new ArgumentException("the interventions of one batch act at different sites: run them as separate batches"),
            };
        }
    }
}
