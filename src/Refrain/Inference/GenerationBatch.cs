using System.Numerics.Tensors;
using Refrain.Graphs;

namespace Refrain.Inference;

/// <summary>The two steps of answering: reading prompts into the cache, and decoding one more token of each row.</summary>
/// <param name="model">The model.</param>
/// <param name="sites">Where interventions act.</param>
/// <param name="split">The first block that they change.</param>
/// <param name="hooks">What they do, or null.</param>
internal sealed class GenerationBatch(Model model, HookSites sites, int split, HookFeed? hooks)
{
    private readonly GraphPlan reading = new()
    {
        Hooks = sites,
        Split = split,
        Keep = true,
        Probabilistic = hooks is { Probabilistic: true },
    };
    private readonly GraphPlan decoding = new()
    {
        Hooks = sites,
        Cache = true,
        Probabilistic = hooks is { Probabilistic: true },
    };

    /// <summary>Reads whole prompts into rows of the cache, and returns the likeliest next token of each; the first of equals.</summary>
    /// <param name="cache">Keys and values.</param>
    /// <param name="first">The cache's row of the first prompt.</param>
    /// <param name="ids">The prompts.</param>
    /// <param name="interventions">Per prompt an intervention or null; null: none.</param>
    /// <param name="rows">The rows of the hooks that the prompts are.</param>
    /// <param name="observe">Sees each row's logits and a stream, or null.</param>
    /// <param name="layer">The layer of that stream, 0 … L.</param>
    /// <param name="position">The token of that stream, from the end.</param>
    public int[] Read(
        KeyValueCache cache,
        int first,
        int[][] ids,
        Intervention?[]? interventions,
        int[] rows,
        PromptObserver? observe,
        int layer,
        int position
    )
    {
        var packing = new Packing(
            ids,
            groups: model.Packings.Groups(ids, interventions),
            lowerGroups: split > 0 ? model.Packings.Groups(ids, null) : null
        );
        int width = model.Config.KeyValueHeads * model.Config.HeadDimension;
        using var kept = new Feed(model.Buffers);
        TokenSet Tokens(int at) => at < split ? packing.Lower! : packing.Main;
        for (int at = 0; at < model.Config.Layers; at++)
        {
            kept.Rent<float>($"key.{at}", Tokens(at).Count, width);
            kept.Rent<float>($"value.{at}", Tokens(at).Count, width);
        }

        int[] chosen = Run(reading, packing, rows, (_, results) => results.AddAll(kept), observe, layer, position);
        for (int at = 0; at < model.Config.Layers; at++)
        {
            for (int row = 0; row < packing.Rows; row++)
            {
                cache.Write(at, first + row, Tokens(at).Of(row), kept.Floats(2 * at), kept.Floats(2 * at + 1));
            }
        }

        return chosen;
    }

    /// <summary>
    /// Feeds each row's new tokens, which attend to those in the cache, and returns the likeliest next token per row; the first of equals.
    /// </summary>
    /// <param name="cache">Keys and values; the packing's rows are its first.</param>
    /// <param name="packing">The new tokens; with more than one of a row, the runtime takes no other row.</param>
    /// <param name="rows">The rows of the hooks that the packing holds.</param>
    /// <param name="observe">Sees each row's logits, or null.</param>
    public int[] Step(KeyValueCache cache, Packing packing, int[] rows, PromptObserver? observe = null) =>
        Run(decoding, packing, rows, (feed, results) => cache.Bind(feed, results, packing.Rows), observe, 0, -1);

    private int[] Run(
        GraphPlan plan,
        Packing packing,
        int[] rows,
        Action<Feed, Feed> bind,
        PromptObserver? observe,
        int layer,
        int position
    )
    {
        int vocabulary = model.Config.VocabularySize,
            hidden = model.Config.HiddenSize;
        using var feed = new Feed(model.Buffers);
        using var results = new Feed(model.Buffers);
        long[] last = packing.Last(1, out _),
            captured = observe is null ? [] : FromEnd(packing, position);
        model.Packings.Add(feed, packing, plan, last, captured, observe is not null && layer == model.Config.Layers, hooks, rows);
        model.Packings.AddEmbedding(feed, packing);
        bind(feed, results);
        var logits = results.Rent<float>("logits", packing.Rows, vocabulary);
        var stream = observe is null ? [] : results.Rent<float>($"resid_pre.{layer}", packing.Rows, hidden);
        model.SessionOf(plan).Run(feed, results);
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
        [
            .. Enumerable
                .Range(0, packing.Rows)
                .Select(row => (long)packing.Main.Of(row)[Math.Max(0, packing.Main.Of(row).Length + position)]),
        ];
}
