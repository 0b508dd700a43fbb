using Refrain.Checkpoints.Configs;

namespace Refrain.Checkpoints.Decoders;

/// <summary>SmolLM 3: llama, where each n-th layer does not rotate.</summary>
internal static class SmolLm3
{
    private const int Interval = 4;

    public static Architecture Architecture { get; } =
        new()
        {
            Name = "smollm3",
            FromJson = FromJson,
            GgufName = "smollm3",
            FromGguf = FromGguf,
            GgufPermutesQueryAndKey = true,
        };

    private static ModelConfig FromJson(ConfigSection config)
    {
        var read = JsonDecoder
            .Read(config, "smollm3", new DecoderDefaults { Tied = true, Theta = 2_000_000 })
            .WithBiases(config)
            .WithOptionalWindow(config);
        int interval = config.Integer("no_rope_layer_interval", 1, Limits.Layers, Interval);
        int[] rotated = [.. config.Ids("no_rope_layers")];
        config.RefuseUnless(
            "no_rope_layers",
            rotated.Length == 0 || (rotated.Length == read.Layers && rotated.All(flag => flag is 0 or 1)),
            $"{read.Layers} flags, 1 where a layer rotates"
        );
        return read with { Unrotated = rotated.Length == 0 ? EveryNth(read.Layers, interval) : [.. rotated.Select(flag => flag == 0)] };
    }

    private static ModelConfig FromGguf(GgufSection keys)
    {
        var read = GgufDecoder.Read(keys, "smollm3", theta: 2_000_000);
        return read with { Unrotated = EveryNth(read.Layers, Interval) };
    }

    private static bool[] EveryNth(int layers, int interval) => [.. Enumerable.Range(1, layers).Select(layer => layer % interval == 0)];
}
