using System.Buffers;
using System.Numerics.Tensors;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>One step of decoding for the rows that are still active.</summary>
internal sealed class GenerationBatch(Model model, GraphPlan plan, HookFeed? hooks)
{
    private readonly Session session = model.SessionOf(plan);

    /// <summary>Feeds each row's new tokens and returns the likeliest next token per row; the first of equals.</summary>
    public int[] Step(KeyValueCache cache, Packing packing, int[][] ids, int[] active, PromptObserver? observe, int layer, int position)
    {
        int vocabulary = model.Config.VocabularySize, hidden = model.Config.HiddenSize;
        float[] logits = ArrayPool<float>.Shared.Rent(checked(packing.Rows * vocabulary));
        float[] stream = observe is null ? [] : new float[packing.Rows * hidden];
        using var feed = new Feed();
        using var results = new Feed();
        model.FeedTokens(feed, packing, FromEnd(packing, -1), observe is null ? [] : FromEnd(packing, position));
        model.FeedEmbedding(feed, ids, packing);
        hooks?.Add(feed, packing, active);
        cache.Bind(feed, results, packing.Rows);
        results.Add("logits", logits, packing.Rows, vocabulary);
        if (observe is not null)
        {
            results.Add($"resid_pre.{layer}", stream, packing.Rows, hidden);
        }

        session.Run(feed, results);
        var chosen = new int[packing.Rows];
        for (int row = 0; row < chosen.Length; row++)
        {
            var rowLogits = logits.AsSpan(row * vocabulary, vocabulary);
            chosen[row] = TensorPrimitives.IndexOfMax(rowLogits);
            observe?.Invoke(row, rowLogits, stream.AsSpan(row * hidden, hidden));
        }

        ArrayPool<float>.Shared.Return(logits);
        return chosen;
    }

    private static long[] FromEnd(Packing packing, int position) =>
        [.. Enumerable.Range(0, packing.Rows).Select(row => (long)packing.Token(row, Math.Max(0, packing.Counts[row] + position)))];
}
