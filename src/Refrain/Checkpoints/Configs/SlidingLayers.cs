namespace Refrain.Checkpoints.Configs;

/// <summary>Which layers slide: <c>layer_types</c> where present, else every layer but each n-th.</summary>
internal static class SlidingLayers
{
    public static bool[] Read(ConfigSection config, int layers, string patternName, int defaultPattern)
    {
        if (config.Strings("layer_types", layers) is { } types)
        {
            return Array.ConvertAll(types, type => type switch
            {
                "sliding_attention" => true,
                "full_attention" => false,
                _ => throw config.Bad("layer_types", type, "sliding_attention or full_attention"),
            });
        }

        string name = config.Has(patternName) ? patternName : "_" + patternName;
        return EveryNthFull(layers, config.Integer(name, 1, Limits.Layers, defaultPattern));
    }

    /// <summary>Layer i (from 0) slides unless i + 1 is a multiple of the pattern.</summary>
    public static bool[] EveryNthFull(int layers, int pattern) => [.. Enumerable.Range(1, layers).Select(layer => layer % pattern != 0)];
}
