using System.Numerics.Tensors;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>One step of decoding: some rows of the cache read their next tokens.</summary>
internal sealed class GenerationBatch(Model model, GraphPlan plan, HookFeed? hooks)
{
    private readonly Session session = model.SessionOf(plan);

    public GraphPlan Plan => plan;

    /// <summary>Feeds each row's new tokens and returns the likeliest next token per row; the first of equals.</summary>
    /// <param name="cache">Keys and values.</param>
    /// <param name="first">The cache's row that the packing's first row has.</param>
    /// <param name="packing">The new tokens.</param>
    /// <param name="rows">The rows of the hooks that the packing holds.</param>
    /// <param name="observe">Sees each row's logits and a stream, or null.</param>
    /// <param name="layer">The layer of that stream, 0 … L.</param>
    /// <param name="position">The token of that stream, from the end.</param>
    public int[] Step(KeyValueCache cache, int first, Packing packing, int[] rows, PromptObserver? observe, int layer, int position)
    {
        int vocabulary = model.Config.VocabularySize, hidden = model.Config.HiddenSize;
        using var feed = new Feed();
        using var results = new Feed();
        long[] last = packing.Last(1, out _), captured = observe is null ? [] : FromEnd(packing, position);
        model.Packings.Add(feed, packing, last, captured, observe is not null && layer == model.Config.Layers, hooks, rows);
        model.Packings.AddEmbedding(feed, packing);
        cache.Bind(feed, results, first, packing.Rows);
        var logits = results.Rent<float>("logits", packing.Rows, vocabulary);
        var stream = observe is null ? [] : results.Rent<float>($"resid_pre.{layer}", packing.Rows, hidden);
        session.Run(feed, results);
        var chosen = new int[packing.Rows];
        for (int row = 0; row < chosen.Length; row++)
        {
            var rowLogits = logits.Slice(row * vocabulary, vocabulary);
            chosen[row] = TensorPrimitives.IndexOfMax(rowLogits);
            observe?.Invoke(row, rowLogits, stream.Slice(row * hidden, hidden));
        }

        return chosen;
    }

    private static long[] FromEnd(Packing packing, int position) =>
        [.. Enumerable.Range(0, packing.Rows).Select(row => (long)packing.Main.Of(row)[Math.Max(0, packing.Main.Of(row).Length + position)])];
}
