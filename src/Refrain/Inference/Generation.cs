using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>What a row answered.</summary>
/// <param name="Ids">The new tokens, without the end token.</param>
/// <param name="Ended">True when the model ended its turn; false when it was cut at the limit.</param>
internal sealed record Generated(int[] Ids, bool Ended);

/// <summary>Prompts to answer.</summary>
internal sealed record GenerationRequest
{
    /// <summary>Prompt ids per row.</summary>
    public required IReadOnlyList<int[]> Rows { get; init; }

    /// <summary>Per row an intervention or null, on for the prompt and for every new token; null: none.</summary>
    public IReadOnlyList<Intervention?>? Interventions { get; init; }

    /// <summary>Tokens after which an answer is cut.</summary>
    public required int MaximumNewTokens { get; init; }

    /// <summary>Tokens that end an answer; null: those of the model's configuration.</summary>
    public IReadOnlyCollection<int>? EndTokens { get; init; }

    /// <summary>True: go on past end tokens, which then stay in the answer.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>Rows decoded at the same time; a row that has ended makes room for the next. Null: all.</summary>
    public int? RowsAtOnce { get; init; }

    /// <summary>Prompt tokens read at the same time, but for a prompt that has more.</summary>
    public int TokensAtOnce { get; init; } = Batches.Tokens;

    /// <summary>Called once per row when its prompt has been read, or null.</summary>
    public PromptObserver? Observe { get; init; }

    /// <summary>The layer whose stream the observer sees, 0 … L.</summary>
    public int ObserveLayer { get; init; }

    /// <summary>The prompt token whose stream it sees, counted from the end (−1 is the last).</summary>
    public int ObservePosition { get; init; } = -1;
}

/// <summary>
/// Sees a row's first-token logits [vocabulary] and the residual stream [hidden] at one layer and position of its prompt.
/// </summary>
internal delegate void PromptObserver(int row, ReadOnlySpan<float> logits, ReadOnlySpan<float> stream);

/// <summary>Greedy decoding.</summary>
internal static class Generation
{
    /// <summary>Answers to all prompts, in their order.</summary>
    public static Generated[] Greedy(Model model, GenerationRequest request, CancellationToken cancel = default)
    {
        var answers = new Generated[request.Rows.Count];
        Greedy(model, request, (row, answer) => answers[row] = answer, cancel);
        return answers;
    }

    /// <summary>Answers prompts, and gives each answer to <paramref name="finished"/> as soon as it has ended.</summary>
    public static void Greedy(Model model, GenerationRequest request, Action<int, Generated> finished, CancellationToken cancel = default)
    {
        using var run = new GenerationRun(model, request, finished);
        run.ToEnd(cancel);
    }

    /// <summary>Most bytes of keys and values at once.</summary>
    public const long MostCacheBytes = 192L << 20;

    /// <summary>Most rows decoded together: where the matrix products stop gaining.</summary>
    private const int MostRows = 128;

    /// <summary>Rows decoded together when the longest has <paramref name="longest"/> tokens with its answer.</summary>
    public static int RowsAtOnce(Checkpoints.ModelConfig config, int longest) =>
        (int)Math.Clamp(MostCacheBytes / CacheBytes(config, 1, longest, 0), 1, MostRows);

    /// <summary>Bytes that a batch of <paramref name="rows"/> takes for its cache.</summary>
    public static long CacheBytes(Checkpoints.ModelConfig config, int rows, int longest, int maximumNewTokens) =>
        rows * KeyValueCache.BytesPerRow(config.Layers, config.KeyValueHeads, longest + maximumNewTokens, config.HeadDimension);
}
