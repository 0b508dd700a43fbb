namespace Refrain.Measurement;

/// <summary>What was measured of all languages; without any where the source has too few prompts.</summary>
internal sealed record Geometry
{
    /// <summary>The language that the others are compared with.</summary>
    public required string Source { get; init; }

    /// <summary>From the end.</summary>
    public required int Position { get; init; }

    /// <summary>The layer of <see cref="Planes"/>.</summary>
    public required int Layer { get; init; }

    /// <summary>Language → every layer.</summary>
    public required IReadOnlyDictionary<string, LanguageGeometry> Languages { get; init; }

    /// <summary>Language → its prompts in two dimensions.</summary>
    public required IReadOnlyDictionary<string, LanguagePlanes> Planes { get; init; }
}
