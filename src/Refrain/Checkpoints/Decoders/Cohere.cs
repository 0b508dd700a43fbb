using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Command-R: attention and MLP read the same norm side by side; neighbours are rotary pairs; scaled logits.</summary>
internal static class Cohere
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "cohere",
            FromJson = config =>
                Shape(JsonDecoder.Read(config, "cohere", Defaults)).WithAttentionBias(config) with
                {
                    LogitScale = (float)config.Positive("logit_scale", 0.0625),
                    QueryKeyNorm = config.Boolean("use_qk_norm", false) ? QueryKeyNorm.EachHead : QueryKeyNorm.None,
                },
            GgufName = "command-r",
            FromGguf = keys =>
                Shape(GgufDecoder.Read(keys, "cohere", epsilonName: "attention.layer_norm_epsilon")) with
                {
                    LogitScale = (float)keys.Positive("logit_scale"),
                    QueryKeyNorm = keys.File.Tensors.ContainsKey("blk.0.attn_q_norm.weight") ? QueryKeyNorm.EachHead : QueryKeyNorm.None,
                },
        };

    public static DecoderDefaults Defaults { get; } =
        new()
        {
            EpsilonName = "layer_norm_eps",
            Epsilon = 1e-5,
            MaximumPositions = 8192,
            Tied = true,
        };

    public static ModelConfig Shape(ModelConfig read) =>
        read with
        {
            Norm = NormKind.LayerNorm,
            NormPlacement = NormPlacement.Parallel,
            RotaryInterleaved = true,
        };
}
