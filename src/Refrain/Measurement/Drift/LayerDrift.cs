namespace Refrain.Measurement;

/// <summary>What changed from model A to model B in one language at one layer (docs/method.md 9); NaN where a direction is zero.</summary>
internal sealed record LayerDrift
{
    /// <summary>The layer.</summary>
    public required int Layer { get; init; }

    /// <summary>cos(r_A, r_B), both of this language.</summary>
    public required double Cosine { get; init; }

    /// <summary>Harmful prompts on the unit vector of A's source.</summary>
    public required ProjectionDrift Harmful { get; init; }

    /// <summary>Harmless prompts on it.</summary>
    public required ProjectionDrift Harmless { get; init; }

    /// <summary>How far A holds the classes apart along the unit vector: the unit of changes.</summary>
    public double Gap => Harmful.A - Harmless.A;

    /// <summary>B's gap over A's: 1 where it is as wide.</summary>
    public double GapKept => (Harmful.B - Harmless.B) / Gap;

    /// <summary>From single prompts, the same of both models in the same order: changes have intervals.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="a">Model A's prompts.</param>
    /// <param name="b">Model B's.</param>
    /// <param name="direction">r of A's source at this layer, [hidden].</param>
    /// <param name="seed">Of the bootstrap.</param>
    public static LayerDrift OfPrompts(int layer, ClassActivations a, ClassActivations b, double[] direction, ulong seed) =>
        new()
        {
            Layer = layer,
            Cosine = Ground.Statistics.Cosine.Of(a.Direction, b.Direction),
            Harmful = ProjectionDrift.OfPrompts(a.Harmful, b.Harmful, direction, seed),
            Harmless = ProjectionDrift.OfPrompts(a.Harmless, b.Harmless, direction, seed),
        };

    /// <summary>From class means alone: no intervals.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="a">Model A's directions and means.</param>
    /// <param name="b">Model B's.</param>
    /// <param name="position">From the end.</param>
    /// <param name="direction">r of A's source at this layer, [hidden].</param>
    public static LayerDrift OfMeans(int layer, ClassMeans a, ClassMeans b, int position, double[] direction) =>
        new()
        {
            Layer = layer,
            Cosine = Ground.Statistics.Cosine.Of(a.Direction(layer, position), b.Direction(layer, position)),
            Harmful = ProjectionDrift.OfMeans(a.Harmful(layer, position), b.Harmful(layer, position), direction),
            Harmless = ProjectionDrift.OfMeans(a.Harmless(layer, position), b.Harmless(layer, position), direction),
        };
}
