using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>Gemma 2: norms before and after each sublayer, softcaps, every other layer slides.</summary>
internal static class Gemma2
{
    // The file does not say query_pre_attn_scalar: it is the head's width but for the 27B model (144, not 128), which llama.cpp knows by
    // its layers.
    private const int LayersOf27B = 46;

    // What files mean that do not say it.
    private const int Window = 4096;
    private const float AttentionSoftcap = 50,
        FinalSoftcap = 30;

    public static Architecture Architecture { get; } =
        new()
        {
            Name = "gemma2",
            FromJson = FromJson,
            GgufName = "gemma2",
            FromGguf = FromGguf,
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        config.Ignore("hidden_act", "sliding_window_size"); // the first files give the window twice; transformers reads sliding_window
        var read = JsonDecoder.Read(config, "gemma2", Gemmas.Defaults).WithBiases(config);
        return Gemmas.Normed(
            config,
            read.WithSliding(config, SlidingLayers.Read(config, read.Layers, 2), Window),
            AttentionSoftcap,
            FinalSoftcap
        );
    }

    private static ModelConfig FromGguf(GgufSection keys)
    {
        var read = GgufDecoder.Read(keys, "gemma2", activation: Gemmas.Activation).WithSoftcaps(keys, AttentionSoftcap, FinalSoftcap);
        return Gemmas.Common(read.WithSliding(keys, SlidingLayers.EveryNthFull(read.Layers, 2), Window)) with
        {
            NormPlacement = NormPlacement.BeforeAndAfter,
            AttentionScale = Gemmas.GgufScale(keys, read, LayersOf27B),
        };
    }
}
