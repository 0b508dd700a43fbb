namespace Refrain.Checkpoints.Configs;

/// <summary>Upper bounds far above any known model, so that products of sizes fit and a lying file costs no memory.</summary>
internal static class Limits
{
    public const int Layers = 1024;
    public const int Width = 1 << 20;
    public const int Heads = 4096;
    public const int Experts = 4096;
    public const int Vocabulary = 1 << 24;
    public const int Positions = 1 << 28;

    /// <summary>Checks what no single member shows.</summary>
    public static ModelConfig Check(ModelConfig config, string place)
    {
        if (config.Heads % config.KeyValueHeads != 0)
        {
            throw new BadInputException(place, $"has {config.Heads} heads and {config.KeyValueHeads} key/value heads", "a multiple");
        }

        if (config.HeadDimension < 2 || config.HeadDimension % 2 != 0)
        {
            throw new BadInputException(place, $"has heads of width {config.HeadDimension}", "a positive, even width");
        }

        if ((long)config.Heads * config.HeadDimension > Width)
        {
            throw new BadInputException(place, $"has {config.Heads} heads of width {config.HeadDimension}", $"at most {Width} together");
        }

        foreach (int id in config.EndTokens)
        {
            if (id >= config.VocabularySize)
            {
                throw new BadInputException(
                    $"{place}: end token",
                    $"is {id}",
                    $"an id below the vocabulary's size, {config.VocabularySize}"
                );
            }
        }

        return config with
        {
            MaximumPositions = Stretched(config),
        };
    }

    /// <summary>dynamic and yarn files may name the length before the stretch.</summary>
    private static int Stretched(ModelConfig config) =>
        config.Rope.Kind is "dynamic" or "yarn"
            ? (int)Math.Max(config.MaximumPositions, Math.Min(config.Rope.OriginalMaximumPositions * config.Rope.Factor, Positions))
            : config.MaximumPositions;
}
