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

/// <summary>What a run gave, in pooled memory: once disposed, its spans hold other results.</summary>
internal sealed class ForwardResult(Buffers buffers) : IDisposable
{
    private readonly Dictionary<int, float[]> streams = [];
    private float[] logits = [];

    /// <summary>The first asked token of each row, and the end; [row + 1].</summary>
    public required int[] Asked { get; init; }

    /// <summary>The first captured token of each row, and the end; [row + 1].</summary>
    public required int[] Captured { get; init; }

    /// <summary>Width of <see cref="Logits"/>.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Width of the streams.</summary>
    public required int Hidden { get; init; }

    /// <summary>Flat [asked, vocabulary].</summary>
    public ReadOnlySpan<float> Logits => logits.AsSpan(0, Asked[^1] * Vocabulary);

    /// <summary>The logits at a row's last token, [vocabulary].</summary>
    public ReadOnlySpan<float> LastLogits(int row) => Logits.Slice((Asked[row + 1] - 1) * Vocabulary, Vocabulary);

    /// <summary>The logits at a row's asked tokens, flat [token, vocabulary].</summary>
    public ReadOnlySpan<float> RowLogits(int row) => Logits[(Asked[row] * Vocabulary)..(Asked[row + 1] * Vocabulary)];

    /// <summary>What was captured of a row in a layer, flat [token, hidden].</summary>
    public ReadOnlySpan<float> Stream(int layer, int row) =>
        streams[layer].AsSpan(Captured[row] * Hidden, (Captured[row + 1] - Captured[row]) * Hidden);

    public void Dispose()
    {
        foreach (float[] array in streams.Values.Append(logits).Where(array => array.Length > 0))
        {
            buffers.Return(array);
        }

        streams.Clear();
        logits = [];
    }

    /// <summary>Adds the buffers that a session writes.</summary>
    internal void AddTo(Feed results, IEnumerable<int> layers)
    {
        if (Asked[^1] > 0)
        {
            logits = buffers.Rent<float>(checked(Asked[^1] * Vocabulary));
            results.Add("logits", logits, Asked[^1], Vocabulary);
        }

        foreach (int layer in layers.Distinct())
        {
            streams[layer] = buffers.Rent<float>(checked(Captured[^1] * Hidden));
            results.Add($"resid_pre.{layer}", streams[layer], Captured[^1], Hidden);
        }
    }
}
