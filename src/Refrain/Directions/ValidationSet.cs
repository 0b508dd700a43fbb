using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>The filtered validation prompts of one class, with what enters every layer, so that a candidate is computed from its layer on only.</summary>
internal sealed class ValidationSet
{
    private readonly float[][][] streams; // [layer][prompt] flat [token, hidden]

    private ValidationSet(IReadOnlyList<int[]> prompts, float[][][] streams)
    {
        Prompts = prompts;
        this.streams = streams;
    }

    public IReadOnlyList<int[]> Prompts { get; }

    /// <summary>Tokens of all prompts.</summary>
    public int Tokens => Prompts.Sum(prompt => prompt.Length);

    /// <summary>What enters a layer, per prompt.</summary>
    public IReadOnlyList<float[]> Entering(int layer) => streams[layer];

    public static ValidationSet Read(Model model, IReadOnlyList<int[]> prompts)
    {
        int layers = model.Config.Layers + 1;
        var streams = new float[layers][][];
        for (int layer = 0; layer < layers; layer++)
        {
            streams[layer] = new float[prompts.Count][];
        }

        foreach (int[] batch in Batches.Plan([.. prompts.Select(prompt => prompt.Length)], Batches.TokensOf(model.Config)))
        {
            using var result = model.Forward(new ForwardRequest { Rows = [.. batch.Select(i => prompts[i])], AskLast = 0, CaptureLast = int.MaxValue, CaptureLayers = [.. Enumerable.Range(0, layers)] });
            for (int layer = 0; layer < layers; layer++)
            {
                for (int row = 0; row < batch.Length; row++)
                {
                    streams[layer][batch[row]] = result.Stream(layer, row).ToArray();
                }
            }
        }

        return new ValidationSet(prompts, streams);
    }

    /// <summary>First-token distributions of the untouched model, per prompt [vocabulary].</summary>
    public IReadOnlyList<double[]> Distributions(Model model)
    {
        int layers = model.Config.Layers;
        using var result = model.Forward(new ForwardRequest { Rows = Prompts, FirstLayer = layers, Streams = streams[layers] });
        return [.. Enumerable.Range(0, Prompts.Count).Select(row => Distribution.Of(result.LastLogits(row)))];
    }
}
