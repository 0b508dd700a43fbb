namespace Refrain.Checkpoints.Configs;

/// <summary>Which layers slide: <c>layer_types</c> where present, else every layer but each n-th.</summary>
internal static class SlidingLayers
{
    private const string Name = "sliding_window_pattern";

    public static bool[] Read(ConfigSection config, int layers, int defaultPattern)
    {
        int pattern = config.Integer(config.Has(Name) ? Name : "_" + Name, 1, Limits.Layers, defaultPattern);
        return Types(config, layers) ?? EveryNthFull(layers, pattern);
    }

    /// <summary>What <c>layer_types</c> says, or null where there is none.</summary>
    public static bool[]? Types(ConfigSection config, int layers) =>
        config.Strings("layer_types", layers) is not { } types ? null : Array.ConvertAll(types, type => type switch
                {
                    "sliding_attention" => true,
                    "full_attention" => false,
                    _ => throw config.Bad("layer_types", type, "sliding_attention or full_attention"),
                });

    /// <summary>Layer i (from 0) slides unless i + 1 is a multiple of the pattern.</summary>
    public static bool[] EveryNthFull(int layers, int pattern) => [.. Enumerable.Range(1, layers).Select(layer => layer % pattern != 0)];
}
