using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Qwen 3: llama with queries and keys normed per head.</summary>
internal static class Qwen3
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "qwen3",
            FromJson = config =>
                JsonDecoder
                    .Read(config, "qwen3", new DecoderDefaults { HeadDimension = 128 })
                    .WithBiases(config)
                    .WithOptionalWindow(config) with
                {
                    QueryKeyNorm = QueryKeyNorm.Head,
                },
            GgufName = "qwen3",
            FromGguf = keys => GgufDecoder.Read(keys, "qwen3", theta: 1_000_000) with { QueryKeyNorm = QueryKeyNorm.Head },
        };
}
