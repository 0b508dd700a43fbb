using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Command-R7B, Command A, Aya: cohere, where three of four layers slide, and only those rotate.</summary>
internal static class Cohere2
{
    private const int Pattern = 4;

    public static Architecture Architecture { get; } =
        new()
        {
            Name = "cohere2",
            FromJson = FromJson,
            GgufName = "cohere2",
            FromGguf = FromGguf,
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        var read = Cohere.Shape(JsonDecoder.Read(config, "cohere2", Cohere.Defaults));
        bool[] sliding = SlidingLayers.Read(config, read.Layers, config.Integer("layer_switch", 1, Limits.Layers, Pattern));
        config.RefuseUnless("use_parallel_block", config.Boolean("use_parallel_block", true), "true");
        config.RefuseUnless("use_gated_activation", config.Boolean("use_gated_activation", true), "true");
        config.RefuseUnless("use_qk_norm", !config.Boolean("use_qk_norm", false), "false");
        config.RefuseUnless("rotary_pct", config.Positive("rotary_pct", 1) == 1, "1");
        config.RefuseUnless("position_embedding_type", config.String("position_embedding_type") is null or "rope_gptj", "rope_gptj");
        config.RefuseUnless(
            "order_of_interleaved_layers",
            config.String("order_of_interleaved_layers") is null or "local_attn_first",
            "local_attn_first"
        );
        config.Ignore("use_embedding_sharing", "use_parallel_embedding");
        return read.WithSliding(config, sliding, 4096).WithAttentionBias(config) with
        {
            LogitScale = (float)config.Positive("logit_scale", 0.0625),
            Unrotated = [.. sliding.Select(slides => !slides)],
        };
    }

    private static ModelConfig FromGguf(GgufSection keys)
    {
        var read = Cohere.Shape(GgufDecoder.Read(keys, "cohere2", epsilonName: "attention.layer_norm_epsilon"));
        bool[] sliding = SlidingLayers.EveryNthFull(read.Layers, Pattern);
        return read.WithSliding(keys, sliding) with
        {
            LogitScale = (float)keys.Positive("logit_scale"),
            Unrotated = [.. sliding.Select(slides => !slides)],
        };
    }
}
