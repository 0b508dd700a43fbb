using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>
/// Gemma 3, text part: gemma 2 with queries and keys normed per head; five of six layers slide, and rotate by a frequency of their own.
/// </summary>
internal static class Gemma3
{
    private const double LocalTheta = 10_000;
    private const int Pattern = 6;

    // As in Gemma 2: 168, not 128.
    private const int LayersOf27B = 62;

    public static Architecture Architecture { get; } =
        new()
        {
            Name = "gemma3",
            FromJson = FromJson,
            GgufName = "gemma3",
            FromGguf = FromGguf,
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        config.Ignore("hidden_act");
        var read = JsonDecoder
            .Read(
                config,
                "gemma3",
                Gemmas.Defaults with
                {
                    Layers = 26,
                    HiddenSize = 2304,
                    IntermediateSize = 9216,
                    Heads = 8,
                    KeyValueHeads = 4,
                    VocabularySize = 262_208,
                    MaximumPositions = 131_072,
                    Theta = 1_000_000,
                }
            )
            .WithBiases(config);
        (RopeConfig full, RopeConfig local) = RopeReader.ReadByLayerType(
            config,
            1_000_000,
            config.Positive("rope_local_base_freq", LocalTheta),
            read.HeadDimension
        );
        return Gemmas.Normed(config, read.WithSliding(config, SlidingLayers.Read(config, read.Layers, Pattern), 4096)) with
        {
            QueryKeyNorm = QueryKeyNorm.Head,
            Rope = full,
            SlidingRope = local,
        };
    }

    private static ModelConfig FromGguf(GgufSection keys)
    {
        var read = GgufDecoder.Read(keys, "gemma3", 1_000_000, Gemmas.Activation).WithSoftcaps(keys);
        bool[] sliding = SlidingLayers.EveryNthFull(
            read.Layers,
            keys.Integer("attention.sliding_window_pattern", 1, Limits.Layers, Pattern)
        );
        return Gemmas.Common(read.WithSliding(keys, sliding)) with
        {
            NormPlacement = NormPlacement.BeforeAndAfter,
            QueryKeyNorm = QueryKeyNorm.Head,
            SlidingRope = new RopeConfig
            {
                Theta = keys.Positive("rope.freq_base_swa", LocalTheta),
                RotaryDimension = read.Rope.RotaryDimension,
            },
            AttentionScale = Gemmas.GgufScale(keys, read, LayersOf27B),
        };
    }
}
