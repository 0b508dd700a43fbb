using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>What a row answered.</summary>
/// <param name="Ids">The new tokens, without the end token.</param>
/// <param name="Ended">True when the model ended its turn; false when it was cut at the limit.</param>
internal sealed record Generated(int[] Ids, bool Ended);

/// <summary>A batch of prompts to answer.</summary>
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

    /// <summary>Called once per row when its prompt has been read, or null.</summary>
    public PromptObserver? Observe { get; init; }

    /// <summary>The layer whose stream the observer sees, 0 … L.</summary>
    public int ObserveLayer { get; init; }

    /// <summary>The prompt token whose stream it sees, counted from the end (−1 is the last).</summary>
    public int ObservePosition { get; init; } = -1;
}

/// <summary>Sees a row's first-token logits [vocabulary] and the residual stream [hidden] at one layer and position of its prompt.</summary>
internal delegate void PromptObserver(int row, ReadOnlySpan<float> logits, ReadOnlySpan<float> stream);

/// <summary>Greedy decoding of a packed batch; rows that have ended leave the batch.</summary>
internal static class Generation
{
    /// <summary>Answers to one batch of prompts.</summary>
    public static Generated[] Greedy(Model model, GenerationRequest request, CancellationToken cancel = default)
    {
        var rows = request.Rows;
        var config = model.Config;
        int capacity = rows.Max(row => row.Length) + request.MaximumNewTokens;
        model.CheckLength(capacity);
        var hooks = new ForwardRequest { Rows = rows, Interventions = request.Interventions }.Hooks;
        var batch = new GenerationBatch(model, new GraphPlan { Hooks = hooks, Cache = true }, hooks == HookSites.None ? null : new HookFeed(config, request.Interventions!));
        var answers = rows.Select(_ => new List<int>()).ToArray();
        var ended = new bool[rows.Count];
        var outgrown = new List<int>();
        int[] active = [.. Enumerable.Range(0, rows.Count)];
        var endTokens = request.EndTokens ?? config.EndTokens;
        int[] past = new int[rows.Count];
        int[][] next = [.. rows];
        using var cache = new KeyValueCache(config.Layers, rows.Count, config.KeyValueHeads, capacity, config.HeadDimension);
        for (int step = 0; step < request.MaximumNewTokens && active.Length > 0; step++)
        {
            cancel.ThrowIfCancellationRequested();
            var packing = new Packing([.. next.Select(ids => ids.Length)], past);
            int[] chosen = batch.Step(cache, packing, next, active, step == 0 ? request.Observe : null, request.ObserveLayer, request.ObservePosition);
            var kept = new List<int>();
            for (int i = 0; i < active.Length; i++)
            {
                past[i] += next[i].Length;
                ended[active[i]] = !request.IgnoreEnd && endTokens.Contains(chosen[i]);
                if (!ended[active[i]])
                {
                    answers[active[i]].Add(chosen[i]);
                    if (Outgrown(config, past[i]))
                    {
                        outgrown.Add(active[i]);
                    }
                    else
                    {
                        kept.Add(i);
                    }
                }
            }

            cache.Keep(kept);
            next = [.. kept.Select(i => new[] { chosen[i] })];
            past = [.. kept.Select(i => past[i])];
            active = [.. kept.Select(i => active[i])];
        }

        foreach (int row in outgrown.Where(row => answers[row].Count < request.MaximumNewTokens))
        {
            var rest = Again(model, request, row, answers[row], cancel);
            answers[row].AddRange(rest.Ids);
            ended[row] = rest.Ended;
        }

        return [.. answers.Select((ids, row) => new Generated([.. ids], ended[row]))];
    }

    /// <summary>True where the next token changes the frequencies that the cached keys were turned by.</summary>
    private static bool Outgrown(Checkpoints.ModelConfig config, int past) =>
        config.Rope.Outgrown(past, past + 1) || config.SlidingRope?.Outgrown(past, past + 1) == true;

    /// <summary>Goes on with one row from its first token, so that all its keys have the frequencies of its present length.</summary>
    private static Generated Again(Model model, GenerationRequest request, int row, List<int> answer, CancellationToken cancel) => Greedy(
        model,
        request with
        {
            Rows = [[.. request.Rows[row], .. answer]],
            Interventions = request.Interventions is { } interventions ? [interventions[row]] : null,
            MaximumNewTokens = request.MaximumNewTokens - answer.Count,
            Observe = null,
        },
        cancel)[0];

    /// <summary>Bytes that a batch of <paramref name="rows"/> takes for its cache.</summary>
    public static long CacheBytes(Checkpoints.ModelConfig config, int rows, int longest, int maximumNewTokens) =>
        rows * KeyValueCache.BytesPerRow(config.Layers, config.KeyValueHeads, longest + maximumNewTokens, config.HeadDimension);
}
