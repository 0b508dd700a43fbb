namespace Refrain.Inference;

/// <summary>What a row answered.</summary>
/// <param name="Ids">The new tokens, without the end token.</param>
/// <param name="Ended">True when the model ended its turn; false when it was cut at the limit.</param>
internal sealed record Generated(int[] Ids, bool Ended);

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
