using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>Feeds a packing to a graph: which tokens its layers compute, where they lie in attention's padded view, their positions, and what is read of them.</summary>
internal sealed class PackingFeed(Checkpoint checkpoint) : IDisposable
{
    private readonly ModelConfig config = checkpoint.Config;
    private readonly EmbeddingRows embedding = new(checkpoint);
    private readonly RotaryTable rotary = new(checkpoint.Config.Rope, checkpoint.Config.HeadDimension);
    private readonly RotaryTable? slidingRotary = checkpoint.Config.SlidingRope is { } sliding ? new RotaryTable(sliding, checkpoint.Config.HeadDimension) : null;

    /// <summary>Numbers by which rows are grouped whose common beginnings are equal in every layer: of one intervention, and with the same rotary frequencies.</summary>
    /// <param name="ids">Tokens per row.</param>
    /// <param name="interventions">Per row an intervention or null; null: none.</param>
    public int[] Groups(IReadOnlyList<int[]> ids, IReadOnlyList<Intervention?>? interventions)
    {
        var numbers = new Dictionary<(Intervention?, int, int), int>();
        return [.. ids.Select((row, i) =>
        {
            var key = (interventions?[i], config.Rope.Regime(row.Length), config.SlidingRope?.Regime(row.Length) ?? 0);
            return numbers.TryGetValue(key!, out int number) ? number : numbers[key!] = numbers.Count;
        })];
    }

    /// <summary>Adds everything but the stream and the cache.</summary>
    /// <param name="feed">Where to.</param>
    /// <param name="packing">The tokens.</param>
    /// <param name="asked">Those of <see cref="Packing.Main"/> whose logits are computed.</param>
    /// <param name="captured">Those whose residual stream is read.</param>
    /// <param name="capturesEnd">True where the stream entering the final norm is read too: the last block then computes those tokens as well.</param>
    /// <param name="hooks">What the interventions do, or null.</param>
    /// <param name="batchRows">The rows of the hooks that the packing holds; null: all.</param>
    public void Add(Feed feed, Packing packing, long[] asked, long[] captured, bool capturesEnd, HookFeed? hooks, IReadOnlyList<int>? batchRows = null)
    {
        long[] tail = [.. (capturesEnd ? asked.Union(captured) : asked.Distinct()).Order()];
        feed.Add<long>("padded_shape", [packing.Rows, packing.Sequence, -1], 3)
            .Add("last_index", packing.LastIndex, packing.Rows)
            .Add<int>("total_length", [packing.Total])
            .Add("tail.tokens", tail, tail.Length)
            .Add<long>("tail.unpad", [.. tail.Select(token => packing.Main.Unpad[token])], tail.Length)
            .Add("asked", Places(asked, tail), asked.Length)
            .Add("capture", captured, captured.Length);
        if (capturesEnd)
        {
            feed.Add("tail.capture", Places(captured, tail), captured.Length);
        }
        else
        {
            feed.Add<long>("tail.capture", [], 0);
        }

        AddTokens(feed, "", packing, packing.Main);
        if (packing.Lower is { } lower)
        {
            AddTokens(feed, "lower.", packing, lower);
            feed.Add("expand", packing.Expand, packing.Main.Count);
            feed.Add<long>("lower.capture", [.. captured.Select(token => packing.Expand[token])], captured.Length);
        }

        hooks?.Add(feed, packing, batchRows ?? [.. Enumerable.Range(0, packing.Rows)], tail);
    }

    /// <summary>Adds the embedding's rows of the new tokens, as the stream entering block 0.</summary>
    public void AddEmbedding(Feed feed, Packing packing) =>
        embedding.Read(packing.First.Owners.Select(packing.Id), feed.Rent<float>("resid", packing.First.Count, config.HiddenSize));

    /// <summary>Adds the stream entering a later layer, given per row as flat [token, hidden].</summary>
    public void AddStreams(Feed feed, Packing packing, IReadOnlyList<float[]> streams)
    {
        int hidden = config.HiddenSize, at = 0;
        var resid = feed.Rent<float>("resid", packing.First.Count, hidden);
        foreach ((int row, int index) in packing.First.Owners)
        {
            streams[row].AsSpan(index * hidden, hidden).CopyTo(resid[(at++ * hidden)..]);
        }
    }

    public void Dispose() => embedding.Dispose();

    private void AddTokens(Feed feed, string scope, Packing packing, TokenSet tokens)
    {
        feed.Add(scope + "pad", tokens.Pad, tokens.Pad.Length).Add(scope + "unpad", tokens.Unpad, tokens.Count);
        rotary.Feed(feed, scope + "rotary.full", packing, tokens);
        slidingRotary?.Feed(feed, scope + "rotary.sliding", packing, tokens);
        var rows = feed.Rent<long>(scope + "rotary.rows", tokens.Count, 1);
        for (int token = 0; token < rows.Length; token++)
        {
            rows[token] = token;
        }
    }

    /// <summary>Where tokens lie among those that the last block goes on with.</summary>
    private static long[] Places(long[] tokens, long[] tail) => [.. tokens.Select(token => (long)Array.BinarySearch(tail, token))];
}
