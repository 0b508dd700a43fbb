using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Qwen 2 and 2.5: llama with a bias on q, k and v alone.</summary>
internal static class Qwen2
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "qwen2",
            FromJson = FromJson,
            GgufName = "qwen2",
            FromGguf = keys => GgufDecoder.Read(keys, "qwen2", theta: 1_000_000),
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        config.RefuseUnless("use_mrope", !config.Boolean("use_mrope", false), "false");
        var read = JsonDecoder.Read(config, "qwen2").WithOptionalWindow(config) with { AttentionBias = true };

        // Long sequences would be read in chunks, which transformers does not do either: within the first chunk's length nothing changes.
        if (config.Section("dual_chunk_attention_config") is not { } chunks)
        {
            return read;
        }

        chunks.Ignore("chunk_size", "local_size");
        return read with
        {
            MaximumPositions = Math.Min(read.MaximumPositions, chunks.Integer("original_max_position_embeddings", 1, Limits.Positions)),
        };
    }
}
