using System.Numerics.Tensors;
using System.Runtime.InteropServices;
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
        byte[] Read(int[] batch, long cost) =>
            remember(KeptStreams.Stage, Key(batch), cost, () => Batch(model, prompts, batch, positions, keep));

        foreach (int[] batch in batches)
        {
            if (keep.Prompts > 0)
            {
                // Which prompts these are: later readers of the run do not have the tokens that batches were planned with.
                remember(KeptStreams.Members, Key(batch), 0, () => Numbers.ToBytes<int>(batch));
            }

            byte[] kept = Read(batch, batch.Sum(i => (long)prompts[i].Length) * config.Layers);
            TensorPrimitives.Add(sums, MemoryMarshal.Cast<byte, double>(kept.AsSpan(0, sums.Length * sizeof(double))), sums);
            var ends = MemoryMarshal.Cast<byte, float>(kept.AsSpan(sums.Length * sizeof(double)));
            for (int row = 0; row < batch.Length; row++)
            {
                ends.Slice(row * config.HiddenSize, config.HiddenSize).CopyTo(last.AsSpan(batch[row] * config.HiddenSize));
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
                    Take(
                        Read(batch, 0).AsSpan((sums.Length * sizeof(double)) + (batch.Length * config.HiddenSize * sizeof(float))),
                        batch,
                        position,
                        streams,
                        config,
                        keep
                    );
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

    /// <summary>
    /// Sums as float64 [layer, position, hidden], then as float32 the last streams [prompt, hidden] and the kept ones [kept prompt, layer,
    /// kept position, hidden].
    /// </summary>
    private static byte[] Batch(Model model, IReadOnlyList<int[]> prompts, int[] batch, int positions, KeptRows keep)
    {
        var config = model.Config;
        int hidden = config.HiddenSize,
            cell = positions * hidden,
            kept = keep.Positions * hidden;
        Spans.Tag("rows", batch.Length);
        using var result = model.Forward(
            new ForwardRequest
            {
                Rows = [.. batch.Select(i => prompts[i])],
                AskLast = 0,
                CaptureLast = positions,
                CaptureLayers = [.. Enumerable.Range(0, config.Layers + 1)],
            }
        );
        using var span = Spans.Start("average");
        var sums = new double[config.Layers * cell];
        var last = new float[batch.Length * hidden];
        var rows = new float[batch.Count(prompt => prompt < keep.Prompts) * keep.Values(config)];
        int at = 0;
        for (int row = 0; row < batch.Length; row++)
        {
            for (int layer = 0; layer < config.Layers; layer++)
            {
                var stream = result.Stream(layer, row);
                var sum = sums.AsSpan(layer * cell, cell);
                for (int i = 0; i < cell; i++)
                {
                    sum[i] += stream[i];
                }

                if (batch[row] < keep.Prompts)
                {
                    stream.Slice((positions + keep.First) * hidden, kept).CopyTo(rows.AsSpan(at));
                    at += kept;
                }
            }

            result.Stream(config.Layers, row)[^hidden..].CopyTo(last.AsSpan(row * hidden));
        }

        return [.. MemoryMarshal.AsBytes(sums.AsSpan()), .. MemoryMarshal.AsBytes(last.AsSpan()), .. MemoryMarshal.AsBytes(rows.AsSpan())];
    }

    /// <summary>Takes one position of a batch's kept streams, per prompt flat [layer, hidden].</summary>
    private static void Take(
        ReadOnlySpan<byte> bytes,
        int[] batch,
        int position,
        float[][] streams,
        Checkpoints.ModelConfig config,
        KeptRows keep
    )
    {
        var rest = MemoryMarshal.Cast<byte, float>(bytes);
        int values = (int)keep.Values(config);
        foreach (int prompt in batch.Where(prompt => prompt < keep.Prompts))
        {
            streams[prompt] = KeptStreams.OnePosition(
                rest[..values],
                position - keep.First,
                config.Layers,
                keep.Positions,
                config.HiddenSize
            );
            rest = rest[values..];
        }
    }
}

/// <summary>Sees the logits [vocabulary] of a prompt's first token.</summary>
internal delegate void FirstTokenObserver(int prompt, ReadOnlySpan<float> logits);
