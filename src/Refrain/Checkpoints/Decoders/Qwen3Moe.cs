using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Qwen 3 with a mixture of experts in all layers but those that the file names.</summary>
internal static class Qwen3Moe
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "qwen3_moe",
            FromJson = FromJson,
            GgufName = "qwen3moe",
            FromGguf = keys =>
                GgufDecoder.Read(keys, "qwen3_moe", theta: 1_000_000).WithExperts(keys, normalised: true) with
                {
                    QueryKeyNorm = QueryKeyNorm.Head,
                },
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        var read = JsonDecoder.Read(config, "qwen3_moe").WithBiases(config);
        bool slides = config.Boolean("use_sliding_window", false) && config.Has("sliding_window");
        read = read.WithSliding(config, [.. Enumerable.Repeat(slides, read.Layers)]);
        config.Ignore("max_window_layers");
        config.RefuseUnless("use_qk_norm", config.Boolean("use_qk_norm", true), "true");
        config.RefuseUnless(
            "shared_expert_intermediate_size",
            config.Integer("shared_expert_intermediate_size", 0, Limits.Width, 0) == 0,
            "0: experts that every token uses are not supported"
        );
        int[] dense = [.. config.Ids("mlp_only_layers")];
        int step = config.Integer("decoder_sparse_step", 1, Limits.Layers, 1);
        int count = config.Integer(config.Has("num_experts") ? "num_experts" : "num_local_experts", 1, Limits.Experts, 128);
        return read with
        {
            QueryKeyNorm = QueryKeyNorm.Head,
            Experts = new ExpertConfig
            {
                Count = count,
                PerToken = config.Integer("num_experts_per_tok", 1, count, 8),
                IntermediateSize = config.Integer("moe_intermediate_size", 1, Limits.Width, 768),
                Normalised = config.Boolean("norm_topk_prob", false),
                Layers = [.. Enumerable.Range(0, read.Layers).Select(layer => !dense.Contains(layer) && (layer + 1) % step == 0)],
            },
        };
    }
}
