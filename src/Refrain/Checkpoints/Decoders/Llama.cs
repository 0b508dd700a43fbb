using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Llama 2, 3 and their like: a norm before each sublayer, none after.</summary>
internal static class Llama
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "llama",
            FromJson = config => JsonDecoder.Read(config, "llama", new DecoderDefaults { MaximumPositions = 2048 }).WithBiases(config),
            GgufName = "llama",
            FromGguf = keys => GgufDecoder.Read(keys, "llama").WithExperts(keys, normalised: true),
            GgufPermutesQueryAndKey = true,
        };
}
