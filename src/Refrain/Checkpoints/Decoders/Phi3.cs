using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Phi-3 and 3.5 mini, Phi-4: llama with one projection for q, k and v, and one for gate and up.</summary>
internal static class Phi3
{
    public static Architecture Architecture { get; } =
        new()
        {
            Name = "phi3",
            FromJson = FromJson,
            GgufName = "phi3",
            FromGguf = FromGguf,
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        config.Ignore("original_max_position_embeddings"); // read where the rotary scaling needs it
        return JsonDecoder.Read(config, "phi3", new DecoderDefaults { Epsilon = 1e-5 }).WithWindow(config) with { FusedProjections = true };
    }

    private static ModelConfig FromGguf(GgufSection keys)
    {
        var read = GgufDecoder.Read(keys, "phi3");
        bool slides = keys.Integer("attention.sliding_window", 0, Limits.Positions, 0) > 0;
        return read.WithSliding(keys, [.. Enumerable.Repeat(slides, read.Layers)]) with { FusedProjections = true };
    }
}
