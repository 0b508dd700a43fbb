using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Mixtral: mistral with a mixture of experts in every layer. Its GGUF files call themselves llama.</summary>
internal static class Mixtral
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "mixtral",
            FromJson = FromJson,
            GgufName = "llama",
            GgufPermutesQueryAndKey = true,
            Rename = name =>
                name.Replace(".block_sparse_moe.", ".mlp.", StringComparison.Ordinal)
                    .Replace(".w1.weight", ".gate_proj.weight", StringComparison.Ordinal)
                    .Replace(".w2.weight", ".down_proj.weight", StringComparison.Ordinal)
                    .Replace(".w3.weight", ".up_proj.weight", StringComparison.Ordinal),
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        var read = JsonDecoder
            .Read(
                config,
                "mixtral",
                new DecoderDefaults
                {
                    KeyValueHeads = 8,
                    MaximumPositions = 4096 * 32,
                    Epsilon = 1e-5,
                    Theta = 1_000_000,
                }
            )
            .WithWindow(config);
        int count = config.Integer("num_local_experts", 1, Limits.Experts, 8);
        return read with
        {
            Experts = new ExpertConfig
            {
                Count = count,
                PerToken = config.Integer("num_experts_per_tok", 1, count, 2),
                IntermediateSize = read.IntermediateSize,
                Normalised = true,
                Layers = [.. Enumerable.Repeat(true, read.Layers)],
            },
        };
    }
}
