using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>Turns the interventions of a batch into the inputs of its hooks.</summary>
internal sealed class HookFeed
{
    private readonly Intervention?[] rows;
    private readonly Intervention[] distinct;
    private readonly float[] directions; // [layer, direction, hidden]
    private readonly float[] offsets; // [layer, direction]
    private readonly ModelConfig config;

    public HookFeed(ModelConfig config, IReadOnlyList<Intervention?> interventions)
    {
        this.config = config;
        rows = [.. interventions];
        distinct = [.. interventions.OfType<Intervention>().Distinct()];
        int count = distinct.Length;
        directions = new float[config.Layers * count * config.HiddenSize];
        offsets = new float[config.Layers * count];
        for (int layer = 0; layer < config.Layers; layer++)
        {
            for (int i = 0; i < count; i++)
            {
                distinct[i].Directions.AsSpan(layer * config.HiddenSize, config.HiddenSize).CopyTo(directions.AsSpan((layer * count + i) * config.HiddenSize));
                offsets[layer * count + i] = distinct[i].Offsets[layer];
            }
        }
    }

    /// <summary>Adds <c>directions</c>, <c>offsets</c>, and <c>gates</c> and <c>additions</c> for the packed tokens; <paramref name="batchRows"/> names the original rows that the packing holds.</summary>
    public void Add(Feed feed, Packing packing, IReadOnlyList<int> batchRows)
    {
        int count = distinct.Length;
        var gates = new float[packing.Tokens * count];
        var additions = new float[packing.Tokens * count];
        for (int token = 0; token < packing.Tokens; token++)
        {
            if (rows[batchRows[packing.Owners[token]]] is { } intervention && !(intervention.SparesFirstToken && packing.Positions[token] == 0))
            {
                int index = Array.IndexOf(distinct, intervention);
                gates[token * count + index] = intervention.Ablation;
                additions[token * count + index] = intervention.Addition;
            }
        }

        feed.Add("directions", directions, config.Layers, count, config.HiddenSize);
        feed.Add("offsets", offsets, config.Layers, count);
        feed.Add("gates", gates, packing.Tokens, count);
        feed.Add("additions", additions, packing.Tokens, count);
    }
}
