using Refrain.Checkpoints;
using Refrain.Graphs.Blocks;

namespace Refrain.Inference;

/// <summary>Turns the interventions of a batch into the inputs of its hooks.</summary>
internal sealed class HookFeed
{
    private readonly Intervention?[] rows;
    private readonly int[] indexes; // [row] of its intervention among the distinct ones
    private readonly Intervention[] distinct; // of those that differ only in their chance, one
    private readonly float[] directions; // [layer, direction, hidden]
    private readonly float[] offsets; // [layer, direction]
    private readonly ModelConfig config;

    public HookFeed(ModelConfig config, IReadOnlyList<Intervention?> interventions)
    {
        this.config = config;
        rows = [.. interventions];
        distinct = [.. interventions.OfType<Intervention>().DistinctBy(intervention => intervention.Directions)];
        indexes = [.. rows.Select(intervention => Array.FindIndex(distinct, one => one.Directions == intervention?.Directions))];
        Probabilistic = rows.Any(intervention => intervention?.Chance is not null);
        int count = distinct.Length;
        directions = new float[config.Layers * count * config.HiddenSize];
        offsets = new float[config.Layers * count];
        for (int layer = 0; layer < config.Layers; layer++)
        {
            for (int i = 0; i < count; i++)
            {
                distinct[i]
                    .Directions.AsSpan(layer * config.HiddenSize, config.HiddenSize)
                    .CopyTo(directions.AsSpan((layer * count + i) * config.HiddenSize));
                offsets[layer * count + i] = distinct[i].Offsets[layer];
            }
        }
    }

    /// <summary>True where an intervention acts with a probability: <c>acts</c> is then fed too.</summary>
    public bool Probabilistic { get; }

    /// <summary>
    /// Adds <c>directions</c>, <c>offsets</c>, and <c>gates</c> and <c>additions</c> for the tokens, and again for those that the last
    /// block goes on with.
    /// </summary>
    /// <param name="feed">Where to.</param>
    /// <param name="packing">The tokens.</param>
    /// <param name="batchRows">The original rows that the packing holds.</param>
    /// <param name="tail">The tokens that the last block goes on with.</param>
    public void Add(Feed feed, Packing packing, IReadOnlyList<int> batchRows, long[] tail)
    {
        feed.Add("directions", directions, config.Layers, distinct.Length, config.HiddenSize);
        feed.Add("offsets", offsets, config.Layers, distinct.Length);
        var owners = packing.Main.Owners;
        Fill(feed, TokenScope.Main, packing, batchRows, owners);
        Fill(feed, TokenScope.Tail, packing, batchRows, [.. tail.Select(token => owners[token])]);
    }

    private void Fill(Feed feed, string scope, Packing packing, IReadOnlyList<int> batchRows, (int Row, int Index)[] tokens)
    {
        var gates = feed.Rent<float>(scope + "gates", tokens.Length, distinct.Length);
        var additions = feed.Rent<float>(scope + "additions", tokens.Length, distinct.Length);
        gates.Clear();
        additions.Clear();
        for (int i = 0; i < tokens.Length; i++)
        {
            int row = batchRows[tokens[i].Row];
            if (rows[row] is { } intervention && !(intervention.SparesFirstToken && packing.Position(tokens[i]) == 0))
            {
                gates[i * distinct.Length + indexes[row]] = intervention.Ablation;
                additions[i * distinct.Length + indexes[row]] = intervention.Addition;
            }
        }

        if (Probabilistic)
        {
            FillActs(feed, scope, packing, batchRows, tokens);
        }
    }

    private void FillActs(Feed feed, string scope, Packing packing, IReadOnlyList<int> batchRows, (int Row, int Index)[] tokens)
    {
        int points = Hook.PointsPerBlock * config.Layers;
        var acts = feed.Rent<float>(scope + "acts", tokens.Length, points);
        for (int i = 0; i < tokens.Length; i++)
        {
            var chance = rows[batchRows[tokens[i].Row]]?.Chance;
            int position = packing.Position(tokens[i]);
            for (int point = 0; point < points; point++)
            {
                acts[i * points + point] = chance is null || chance.Acts(point, position) ? 1 : 0;
            }
        }
    }
}
