using System.Numerics.Tensors;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>Reads the residual streams of prompts and averages them.</summary>
internal static class Extraction
{
    /// <summary>
    /// Mean activations of <paramref name="prompts"/> at the last <paramref name="positions"/> tokens, accumulated in float64.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">Rendered prompts as token ids.</param>
    /// <param name="positions">Post-instruction tokens P.</param>
    /// <param name="remember">Keeps finished batches.</param>
    /// <param name="name">Names these prompts, such as <c>de/harmful/train</c>.</param>
    /// <param name="keep">Single prompts that are kept too; null: none.</param>
    public static Activations Run(
        Model model,
        IReadOnlyList<int[]> prompts,
        int positions,
        Remember remember,
        string name,
        KeptRows? keep = null
    )
    {
        keep ??= KeptRows.None;
        var config = model.Config;
        var sums = new double[config.Layers * positions * config.HiddenSize];
        var last = new float[prompts.Count * config.HiddenSize];
        var batches = Batches.Plan([.. prompts.Select(prompt => prompt.Length)], model.BatchTokens);
        string Key(int[] batch) => $"{name}{keep.Key}/{batch[0]}+{batch.Length}";
        ExtractionItem Read(int[] batch, long cost)
        {
            var shape = ExtractionShape.Of(config.Layers, positions, config.HiddenSize, batch, keep);
            var item = remember(ExtractionItem.Stage, Key(batch), cost, () => Batch(model, prompts, batch, shape, keep).Encode());
            return ExtractionItem.Decode(item, shape);
        }

        foreach (int[] batch in batches)
        {
            if (keep.Prompts > 0)
            {
                remember.Item(Key(batch), 0, () => new ExtractionBatchItem(keep, batch));
            }

            var read = Read(batch, batch.Sum(i => (long)prompts[i].Length) * config.Layers);
            TensorPrimitives.Add(sums, read.Sums, sums);
            for (int row = 0; row < batch.Length; row++)
            {
                read.Last.Slice(row * config.HiddenSize, config.HiddenSize).CopyTo(last.AsSpan(batch[row] * config.HiddenSize));
            }
        }

        TensorPrimitives.Divide(sums, prompts.Count, sums);
        return new Activations(sums, last, prompts.Count)
        {
            Streams = position =>
            {
                var streams = new float[Math.Min(keep.Prompts, prompts.Count)][];
                foreach (int[] batch in batches.Where(batch => batch.Any(prompt => prompt < keep.Prompts)))
                {
                    var read = Read(batch, 0);
                    foreach (var (place, prompt) in batch.Where(prompt => prompt < keep.Prompts).Index())
                    {
                        streams[prompt] = read.KeptAt(place, position - keep.First);
                    }
                }

                return streams;
            },
        };
    }

    /// <summary>
    /// Logits at the last token of each prompt, from what enters the final norm there; one prompt at a time to <paramref name="use"/>.
    /// </summary>
    public static void FirstTokens(Model model, Activations activations, FirstTokenObserver use)
    {
        int hidden = model.Config.HiddenSize;
        const int Rows = 64;
        for (int start = 0; start < activations.Prompts; start += Rows)
        {
            int rows = Math.Min(Rows, activations.Prompts - start);
            using var result = model.Logits(activations.Last.AsSpan(start * hidden, rows * hidden));
            using var span = Spans.Start("score");
            for (int row = 0; row < rows; row++)
            {
                use(start + row, result.LastLogits(row));
            }
        }
    }

    private static ExtractionItem Batch(Model model, IReadOnlyList<int[]> prompts, int[] batch, ExtractionShape shape, KeptRows keep)
    {
        int hidden = shape.Hidden,
            cell = shape.Positions * hidden,
            kept = keep.Positions * hidden;
        Spans.Tag("rows", batch.Length);
        using var result = model.Forward(
            new ForwardRequest
            {
                Rows = [.. batch.Select(i => prompts[i])],
                AskLast = 0,
                CaptureLast = shape.Positions,
                CaptureLayers = [.. Enumerable.Range(0, shape.Layers + 1)],
            }
        );
        using var span = Spans.Start("average");
        var item = new ExtractionItem(shape);
        Span<double> sums = item.Sums;
        Span<float> last = item.Last,
            rows = item.Kept;
        int at = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            for (int layer = 0; layer < shape.Layers; layer++)
            {
                var stream = result.Stream(layer, row);
                var sum = sums.Slice(layer * cell, cell);
                for (int i = 0; i < cell; i++)
                {
                    sum[i] += stream[i];
                }

                if (batch[row] < keep.Prompts)
                {
                    stream.Slice((shape.Positions + keep.First) * hidden, kept).CopyTo(rows[at..]);
                    at += kept;
                }
            }

            result.Stream(shape.Layers, row)[^hidden..].CopyTo(last[(row * hidden)..]);
        }

        return item;
    }
}

/// <summary>Sees the logits [vocabulary] of a prompt's first token.</summary>
internal delegate void FirstTokenObserver(int prompt, ReadOnlySpan<float> logits);
