using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>Writes logits and residual streams of prompts to a safetensors file, a batch in memory at a time.</summary>
internal sealed class ActivationsExport(
    Model model,
    IReadOnlyList<int[]> prompts,
    Intervention? intervention,
    bool lastOnly,
    CancellationToken cancel
)
{
    private readonly IReadOnlyList<int[]> batches =
    [
        .. Batches.InOrder(Enumerable.Range(0, prompts.Count), prompt => prompts[prompt].Length, model.BatchTokens),
    ];
    private int loaded = -1;
    private ForwardResult? result;

    /// <summary>
    /// Per prompt i <c>i.logits</c> [position, vocabulary] and <c>i.resid_pre</c> [layer + 1, position, hidden]; the last layer enters the
    /// final norm.
    /// </summary>
    public void Write(string path)
    {
        var config = model.Config;
        var tensors = new List<SafetensorsTensor>();
        for (int batch = 0; batch < batches.Count; batch++)
        {
            for (int row = 0; row < batches[batch].Length; row++)
            {
                int prompt = batches[batch][row],
                    inBatch = batch,
                    inRow = row;
                long positions = lastOnly ? 1 : prompts[prompt].Length;
                tensors.Add(
                    new SafetensorsTensor($"{prompt}.logits", [positions, config.VocabularySize], append =>
                        Logits(Load(inBatch).Stream(config.Layers, inRow), append)
                    )
                );
                tensors.Add(new SafetensorsTensor($"{prompt}.resid_pre", [config.Layers + 1, positions, config.HiddenSize], append =>
                    {
                        for (int layer = 0; layer <= config.Layers; layer++)
                        {
                            append(Load(inBatch).Stream(layer, inRow));
                        }
                    }));
            }
        }

        SafetensorsWriter.Write(
            path,
            tensors,
            model.Precision == Precision.Fast ? new Dictionary<string, string> { ["precision"] = model.Precision.Word() } : null
        );
    }

    // From what enters the final norm, some positions at a time: all logits of a long prompt would not fit.
    private void Logits(ReadOnlySpan<float> stream, AppendValues append)
    {
        const int Positions = 256;
        int hidden = model.Config.HiddenSize;
        for (int start = 0; start < stream.Length; start += Positions * hidden)
        {
            using var piece = model.Logits(stream.Slice(start, Math.Min(Positions * hidden, stream.Length - start)));
            append(piece.Logits);
        }
    }

    private ForwardResult Load(int batch)
    {
        if (loaded != batch)
        {
            cancel.ThrowIfCancellationRequested();
            int last = lastOnly ? 1 : int.MaxValue;
            int[][] rows = [.. batches[batch].Select(prompt => prompts[prompt])];
            result?.Dispose();
            result = model.Forward(
                new ForwardRequest
                {
                    Rows = rows,
                    Interventions = intervention is null ? null : [.. rows.Select(_ => intervention)],
                    AskLast = 0,
                    CaptureLast = last,
                    CaptureLayers = [.. Enumerable.Range(0, model.Config.Layers + 1)],
                }
            );
            loaded = batch;
        }

        return result!;
    }
}
