using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>
/// Memory beside the mapped weights that batches take: activations, captured streams, logits, keys and values. Estimates from above.
/// </summary>
internal static class BatchMemory
{
    /// <summary>Bytes that a batch which reads prompts may take; larger models get batches of fewer tokens.</summary>
    public const long Budget = 2L << 30;

    /// <summary>Bytes of the runtime, its libraries and a tokenizer.</summary>
    public const long Process = 250_000_000;

    /// <summary>
    /// Bytes per token of a forward pass: as if twelve buffers of the MLP's width and of the stream's lived at once. Measured at 3.2
    /// billion parameters: 1.9 GB for 1900 tokens with their streams, of which this says 2.1 (docs/large-models.md).
    /// </summary>
    public static long Activations(ModelConfig config) => 12L * (config.IntermediateSize + config.HiddenSize) * sizeof(float);

    /// <summary>Bytes per token of the streams that enter every layer, which a pass that captures them keeps to its end.</summary>
    public static long Streams(ModelConfig config) => (config.Layers + 1L) * config.HiddenSize * sizeof(float);

    /// <summary>Bytes of a batch that reads <paramref name="tokens"/> tokens and captures the streams.</summary>
    /// <param name="config">The model.</param>
    /// <param name="tokens">All tokens of the batch.</param>
    /// <param name="longest">Tokens of its longest prompt, for the attention's scores.</param>
    public static long Reading(ModelConfig config, long tokens, int longest) =>
        Math.Max(tokens, longest) * (Activations(config) + Streams(config) + (long)config.Heads * longest * sizeof(float));

    /// <summary>Bytes of a batch that answers.</summary>
    /// <param name="config">The model.</param>
    /// <param name="rows">Prompts of the batch.</param>
    /// <param name="longest">Tokens of its longest prompt.</param>
    /// <param name="newTokens">Most tokens of an answer.</param>
    /// <param name="tokens">All tokens of its prompts.</param>
    public static long Generating(ModelConfig config, int rows, int longest, int newTokens, long tokens) =>
        Math.Max(tokens, longest) * (Activations(config) + (long)config.Heads * longest * sizeof(float))
        + 2L * rows * config.VocabularySize * sizeof(float)
        + Generation.CacheBytes(config, rows, longest, newTokens);
}
