using Refrain.Inference;

namespace Refrain.LanguageModels;

public sealed partial class LanguageModel
{
    /// <summary>The residual streams of one prompt.</summary>
    /// <param name="prompt">Token ids, as <see cref="EncodePrompt(string)"/> gives them.</param>
    /// <param name="options">Which layers and positions; null: all, without logits.</param>
    /// <param name="cancel">Ends it before it begins.</param>
    /// <exception cref="ArgumentException">The prompt is empty or has foreign tokens, a layer is none of the model's, or the intervention
    /// is
    /// another model's.</exception>
    /// <exception cref="BadInputException">The prompt is longer than the model's longest sequence.</exception>
    public ResidualStreams ReadActivations(int[] prompt, ReadingOptions? options = null, CancellationToken cancel = default) =>
        ReadActivationsOfAll([prompt], options, cancel).Single();

    /// <summary>
    /// The residual streams of prompts, in their order; a batch is computed when its first prompt is asked for, so that memory does not
    /// grow
    /// with their number.
    /// </summary>
    /// <param name="prompts">Token ids, as <see cref="EncodePrompt(string)"/> gives them.</param>
    /// <param name="options">Which layers and positions; null: all, without logits.</param>
    /// <param name="cancel">Ends it between batches.</param>
    /// <exception cref="ArgumentException">A prompt is empty or has foreign tokens, a layer is none of the model's, or the intervention is
    /// another model's.</exception>
    /// <exception cref="BadInputException">A prompt is longer than the model's longest sequence.</exception>
    public IEnumerable<ResidualStreams> ReadActivationsOfAll(
        IReadOnlyList<int[]> prompts,
        ReadingOptions? options = null,
        CancellationToken cancel = default
    )
    {
        options ??= new ReadingOptions();
        Check(prompts, options.Intervention);
        int[] layers = [.. options.Layers?.Distinct() ?? Enumerable.Range(0, Layers + 1)];
        if (layers.Length == 0 || layers.Any(layer => layer < 0 || layer > Layers))
        {
            throw new ArgumentException($"Layers are numbered from 0 to {Layers}.", nameof(options));
        }

        if (options.LastPositions < 1)
        {
            throw new ArgumentException("At least one position is read.", nameof(options));
        }

        return Batched();

        IEnumerable<ResidualStreams> Batched()
        {
            foreach (int[][] batch in Batches.InOrder(prompts, prompt => prompt.Length, model.BatchTokens))
            {
                foreach (var read in InTurn(_ => ReadBatch(batch, layers, options), cancel))
                {
                    yield return read;
                }
            }
        }
    }

    private ResidualStreams[] ReadBatch(int[][] prompts, int[] layers, ReadingOptions options)
    {
        using var result = model.Forward(
            new ForwardRequest
            {
                Rows = prompts,
                Interventions = options.Intervention is { } intervention ? [.. prompts.Select(_ => intervention)] : null,
                AskLast = 0,
                CaptureLast = options.LastPositions ?? int.MaxValue,
                CaptureLayers = [.. options.Logits ? layers.Union([Layers]) : layers],
            }
        );
        var logits = new float[]?[prompts.Length];
        if (options.Logits)
        {
            float[] last = [.. prompts.SelectMany((_, row) => result.Stream(Layers, row)[^HiddenSize..].ToArray())];
            using var next = model.Logits(last);
            for (int row = 0; row < prompts.Length; row++)
            {
                logits[row] = next.LastLogits(row).ToArray();
            }
        }

        var read = new ResidualStreams[prompts.Length];
        for (int row = 0; row < prompts.Length; row++)
        {
            int positions = result.Captured[row + 1] - result.Captured[row],
                stride = positions * HiddenSize;
            var values = new float[checked(layers.Length * stride)];
            for (int index = 0; index < layers.Length; index++)
            {
                result.Stream(layers[index], row).CopyTo(values.AsSpan(index * stride));
            }

            read[row] = new ResidualStreams(layers, positions, HiddenSize, values, logits[row]);
        }

        return read;
    }
}
