using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>Reads the residual streams of prompts and averages them.</summary>
internal static class Extraction
{
    /// <summary>Mean activations of <paramref name="prompts"/> at the last <paramref name="positions"/> tokens, accumulated in float64.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">Rendered prompts as token ids.</param>
    /// <param name="positions">Post-instruction tokens P.</param>
    /// <param name="remember">Keeps finished batches.</param>
    /// <param name="name">Names these prompts, such as <c>de/harmful/train</c>.</param>
    public static Activations Run(Model model, IReadOnlyList<int[]> prompts, int positions, Remember remember, string name)
    {
        var config = model.Config;
        int cell = positions * config.HiddenSize;
        var sums = new double[config.Layers * cell];
        var last = new float[prompts.Count * config.HiddenSize];
        foreach (int[] batch in Batches.Plan([.. prompts.Select(prompt => prompt.Length)], Batches.TokensOf(config)))
        {
            long cost = batch.Sum(i => (long)prompts[i].Length) * config.Layers;
            byte[] kept = remember("extraction", $"{name}/{batch[0]}+{batch.Length}", cost, () => Batch(model, [.. batch.Select(i => prompts[i])], positions));
            double[] partial = Numbers.FromBytes<double>(kept.AsSpan(0, sums.Length * sizeof(double)));
            System.Numerics.Tensors.TensorPrimitives.Add(sums, partial, sums);
            float[] ends = Numbers.FromBytes<float>(kept.AsSpan(sums.Length * sizeof(double)));
            for (int row = 0; row < batch.Length; row++)
            {
                ends.AsSpan(row * config.HiddenSize, config.HiddenSize).CopyTo(last.AsSpan(batch[row] * config.HiddenSize));
            }
        }

        System.Numerics.Tensors.TensorPrimitives.Divide(sums, prompts.Count, sums);
        return new Activations(sums, last, prompts.Count);
    }

    /// <summary>Logits at the last token of each prompt, from what enters the final norm there; one prompt at a time to <paramref name="use"/>.</summary>
    public static void FirstTokens(Model model, Activations activations, FirstTokenObserver use)
    {
        int hidden = model.Config.HiddenSize;
        const int Rows = 64;
        for (int start = 0; start < activations.Prompts; start += Rows)
        {
            int rows = Math.Min(Rows, activations.Prompts - start);
            using var result = model.Logits(activations.Last.AsSpan(start * hidden, rows * hidden));
            for (int row = 0; row < rows; row++)
            {
                use(start + row, result.LastLogits(row));
            }
        }
    }

    /// <summary>Sums as float64 [layer, position, hidden], then the last streams as float32 [prompt, hidden].</summary>
    private static byte[] Batch(Model model, IReadOnlyList<int[]> rows, int positions)
    {
        var config = model.Config;
        int cell = positions * config.HiddenSize;
        using var result = model.Forward(new ForwardRequest { Rows = rows, AskLast = 0, CaptureLast = positions, CaptureLayers = [.. Enumerable.Range(0, config.Layers + 1)] });
        var sums = new double[config.Layers * cell];
        var last = new float[rows.Count * config.HiddenSize];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int layer = 0; layer < config.Layers; layer++)
            {
                var stream = result.Stream(layer, row);
                var sum = sums.AsSpan(layer * cell, cell);
                for (int i = 0; i < cell; i++)
                {
                    sum[i] += stream[i];
                }
            }

            result.Stream(config.Layers, row)[^config.HiddenSize..].CopyTo(last.AsSpan(row * config.HiddenSize));
        }

        return [.. Numbers.ToBytes<double>(sums), .. Numbers.ToBytes<float>(last)];
    }
}

/// <summary>Sees the logits [vocabulary] of a prompt's first token.</summary>
internal delegate void FirstTokenObserver(int prompt, ReadOnlySpan<float> logits);
