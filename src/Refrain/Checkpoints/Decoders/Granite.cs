using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>
/// Granite 3: llama with four multipliers: of the embedding, of the attention, of what each sublayer writes, of the logits.
/// </summary>
internal static class Granite
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "granite",
            FromJson = config =>
                JsonDecoder.Read(config, "granite", new DecoderDefaults { MaximumPositions = 2048 }).WithBiases(config) with
                {
                    EmbeddingScale = (float)config.Positive("embedding_multiplier", 1),
                    AttentionScale = (float)config.Positive("attention_multiplier", 1),
                    ResidualScale = (float)config.Positive("residual_multiplier", 1),
                    LogitScale = (float)(1 / config.Positive("logits_scaling", 1)),
                },
            GgufName = "granite",
            FromGguf = keys =>
                GgufDecoder.Read(keys, "granite") with
                {
                    EmbeddingScale = (float)keys.Positive("embedding_scale", 1),
                    ResidualScale = (float)keys.Positive("residual_scale", 1),
                    LogitScale = (float)(1 / keys.Positive("logit_scale", 1)),
                },
            GgufPermutesQueryAndKey = true,
        };
}
