namespace Refrain.Checkpoints.Configs;

/// <summary>Reads rotary embeddings: <c>rope_parameters</c> of version 5, or the older <c>rope_theta</c> and <c>rope_scaling</c>.</summary>
internal static class RopeReader
{
    private const string Supported = "default, linear or llama3";

    /// <summary>The rotary embedding of a model that has one for all layers.</summary>
    public static RopeConfig Read(ConfigSection config, double defaultTheta)
    {
        double theta = config.Positive("rope_theta", defaultTheta);
        return (config.Section("rope_parameters") ?? config.Section("rope_scaling")) is { } rope
            ? Read(rope, config, theta)
            : new RopeConfig { Theta = theta };
    }

    /// <summary>One object of rope parameters.</summary>
    /// <param name="rope">The object with <c>rope_type</c> (older: <c>type</c>).</param>
    /// <param name="config">The object around it, which may hold <c>original_max_position_embeddings</c>.</param>
    /// <param name="theta">θ where the object has none.</param>
    public static RopeConfig Read(ConfigSection rope, ConfigSection config, double theta)
    {
        string kind = rope.String("rope_type") ?? rope.String("type") ?? "default";
        rope.RefuseUnless("partial_rotary_factor", rope.Positive("partial_rotary_factor", 1) == 1, "1");
        theta = rope.Positive("rope_theta", theta);
        return kind switch
        {
            "default" => new RopeConfig { Theta = theta },
            "linear" => new RopeConfig { Theta = theta, Kind = kind, Factor = rope.Positive("factor") },
            "llama3" => Llama3(rope, config, theta),
            _ => throw new BadInputException($"{rope.Place}: rope_type", $"is {BadInputException.Show(kind)}, which is not supported", Supported, "Use another checkpoint."),
        };
    }

    private static RopeConfig Llama3(ConfigSection rope, ConfigSection config, double theta)
    {
        const string Original = "original_max_position_embeddings";
        double low = rope.Positive("low_freq_factor"), high = rope.Positive("high_freq_factor");
        rope.RefuseUnless("high_freq_factor", high > low, $"more than low_freq_factor, {low}");
        return new RopeConfig
        {
            Theta = theta,
            Kind = "llama3",
            Factor = rope.Positive("factor"),
            LowFrequencyFactor = low,
            HighFrequencyFactor = high,
            OriginalMaximumPositions = (rope.Has(Original) ? rope : config).Positive(Original),
        };
    }
}
