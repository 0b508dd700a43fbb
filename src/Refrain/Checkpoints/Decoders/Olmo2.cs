using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>OLMo 2: norms only after each sublayer, and of the whole of q and of k.</summary>
internal static class Olmo2
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "olmo2",
            FromJson = config => Shape(JsonDecoder.Read(config, "olmo2", new DecoderDefaults { Epsilon = 1e-5 }).WithBiases(config)),
            GgufName = "olmo2",
            FromGguf = keys => Shape(GgufDecoder.Read(keys, "olmo2")),
        };

    private static ModelConfig Shape(ModelConfig read) =>
        read with
        {
            NormPlacement = NormPlacement.After,
            QueryKeyNorm = QueryKeyNorm.Whole,
        };
}
