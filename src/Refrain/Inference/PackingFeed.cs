using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Graphs.Blocks;

namespace Refrain.Inference;

/// <summary>
/// Feeds a packing to a graph: which tokens its layers compute, where they lie in attention's padded view, their positions, and what is
/// read of them.
/// </summary>
internal sealed class PackingFeed(Checkpoint checkpoint) : IDisposable
{
    private readonly ModelConfig config = checkpoint.Config;
    private readonly EmbeddingRows embedding = new(checkpoint);
    private readonly RotaryTable rotary = new(checkpoint.Config.Rope, checkpoint.Config.HeadDimension);
    private readonly RotaryTable? slidingRotary = checkpoint.Config.SlidingRope is { } sliding
        ? new RotaryTable(sliding, checkpoint.Config.HeadDimension)
        : null;

    /// <summary>
    /// Numbers by which rows are grouped whose common beginnings are equal in every layer: of one intervention, and with the same rotary
    /// frequencies.
    /// </summary>
    /// <param name="ids">Tokens per row.</param>
    /// <param name="interventions">Per row an intervention or null; null: none.</param>
    public int[] Groups(IReadOnlyList<int[]> ids, IReadOnlyList<Intervention?>? interventions)
    {
        var numbers = new Dictionary<(Intervention?, int, int), int>();
        return
        [
            .. ids.Select(
                (row, i) =>
                {
                    var key = (interventions?[i], config.Rope.Regime(row.Length), config.SlidingRope?.Regime(row.Length) ?? 0);
                    return numbers.TryGetValue(key!, out int number) ? number : numbers[key!] = numbers.Count;
                }
            ),
        ];
    }

    /// <summary>Adds everything but the stream and the cache.</summary>
    /// <param name="feed">Where to.</param>
    /// <param name="packing">The tokens.</param>
    /// <param name="plan">The graph.</param>
    /// <param name="asked">Those of <see cref="Packing.Main"/> whose logits are computed.</param>
    /// <param name="captured">Those whose residual stream is read.</param>
    /// <param name="capturesEnd">True where the stream entering the final norm is read too: the last block then computes those tokens as
    /// well.</param>
    /// <param name="hooks">What the interventions do, or null.</param>
    /// <param name="batchRows">The rows of the hooks that the packing holds; null: all.</param>
    public void Add(
        Feed feed,
        Packing packing,
        GraphPlan plan,
        long[] asked,
        long[] captured,
        bool capturesEnd,
        HookFeed? hooks,
        IReadOnlyList<int>? batchRows = null
    )
    {
        long[] tail = [.. (capturesEnd ? asked.Union(captured) : asked.Distinct()).Order()];
        feed.Add(TokenScope.Tail + "tokens", tail, tail.Length)
            .Add("asked", Places(asked, tail), asked.Length)
            .Add("capture", captured, captured.Length);
        long[] ends = capturesEnd ? Places(captured, tail) : [];
        feed.Add(TokenScope.Tail + "capture", ends, ends.Length);
        if (plan.FirstLayer < config.Layers)
        {
            AddTokens(feed, TokenScope.Main, packing, packing.Main, plan);
            int heads = plan.Cache ? 1 : config.Heads;
            feed.Add(
                TokenScope.Tail + (plan.Cache ? "unpad" : "heads"),
                packing.Main.Places(tail, heads),
                plan.Cache ? [tail.Length] : [tail.Length, heads]
            );
        }

        if (packing.Lower is { } lower)
        {
            AddTokens(feed, TokenScope.Lower, packing, lower, plan);
            feed.Add("expand", packing.Expand, packing.Main.Count);
            feed.Add<long>(TokenScope.Lower + "capture", [.. captured.Select(token => packing.Expand[token])], captured.Length);
        }

        hooks?.Add(feed, packing, batchRows ?? [.. Enumerable.Range(0, packing.Rows)], tail);
    }

    /// <summary>Adds the embedding's rows of the new tokens, as the stream entering block 0.</summary>
    public void AddEmbedding(Feed feed, Packing packing) =>
        embedding.Read(packing.First.Owners.Select(packing.Id), feed.Rent<float>("resid", packing.First.Count, config.HiddenSize));

    /// <summary>Adds the stream entering a later layer, given per row as flat [token, hidden].</summary>
    public void AddStreams(Feed feed, Packing packing, IReadOnlyList<float[]> streams)
    {
        int hidden = config.HiddenSize,
            at = 0;
        var resid = feed.Rent<float>("resid", packing.First.Count, hidden);
        foreach ((int row, int index) in packing.First.Owners)
        {
            streams[row].AsSpan(index * hidden, hidden).CopyTo(resid[(at++ * hidden)..]);
        }
    }

    public void Dispose() => embedding.Dispose();

    private void AddTokens(Feed feed, string scope, Packing packing, TokenSet tokens, GraphPlan plan)
    {
        long rows = tokens.Padded.Length,
            sequence = tokens.Sequence;
        long[] all = [.. Enumerable.Range(0, tokens.Count).Select(token => (long)token)];
        feed.Add(scope + "rotary.rows", all, tokens.Count, 1);
        rotary.Feed(feed, scope + "rotary.full", packing, tokens);
        slidingRotary?.Feed(feed, scope + "rotary.sliding", packing, tokens);
        if (plan.Cache)
        {
            feed.Add<long>("padded_shape", [rows, sequence, -1], 3)
                .Add("last_index", packing.LastIndex, rows)
                .Add<int>("total_length", [packing.Total])
                .Add(scope + "pad", tokens.Slots(1), rows * sequence)
                .Add(scope + "unpad", tokens.Places(all, 1), tokens.Count);
            return;
        }

        int heads = config.Heads,
            groups = config.KeyValueHeads;
        feed.Add(scope + "queries", tokens.Slots(heads), rows * groups, heads / groups * sequence)
            .Add(scope + "keys", tokens.Slots(groups), rows * groups, sequence)
            .Add(scope + "heads", tokens.Places(all, heads), tokens.Count, heads)
            .Add<long>(scope + "scores_shape", [rows * groups, heads / groups, sequence, sequence], 4)
            .Add<long>(scope + "weights_shape", [rows * groups, heads / groups * sequence, sequence], 3);
        AddMask(feed, scope + "mask.full", tokens.Sequence, int.MaxValue);
        if (config.SlidingWindow > 0)
        {
            AddMask(feed, scope + "mask.sliding", tokens.Sequence, config.SlidingWindow);
        }
    }

    /// <summary>
    /// What is added to scores, [query, key]: −∞ where the key comes after the query, or <paramref name="window"/> tokens or more before
    /// it.
    /// </summary>
    private static void AddMask(Feed feed, string name, int sequence, int window)
    {
        var mask = feed.Rent<float>(name, sequence, sequence);
        for (int query = 0; query < sequence; query++)
        {
            var keys = mask.Slice(query * sequence, sequence);
            keys.Fill(float.NegativeInfinity);
            int first = (int)Math.Max(0, (long)query - window + 1);
            keys[first..(query + 1)].Clear();
        }
    }

    /// <summary>Where tokens lie among those that the last block goes on with.</summary>
    private static long[] Places(long[] tokens, long[] tail) => [.. tokens.Select(token => (long)Array.BinarySearch(tail, token))];
}
