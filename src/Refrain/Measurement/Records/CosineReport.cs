namespace Refrain.Measurement;

/// <summary>
/// Cosines between the languages' directions (unfiltered differences in means) at one position, layer by layer (docs/method.md 8).
/// </summary>
public sealed record CosineReport
{
    /// <summary>Post-instruction position of the directions.</summary>
    public int Position { get; init; }

    /// <summary>Languages in the order of rows and columns.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>One matrix a layer.</summary>
    public required IReadOnlyList<CosineLayer> Layers { get; init; }
}

/// <summary>Cosines between the languages' directions at one layer.</summary>
public sealed record CosineLayer
{
    /// <summary>The layer.</summary>
    public int Layer { get; init; }

    /// <summary>[language, language], −1 … 1; null where a direction is zero or was not measured.</summary>
    public required IReadOnlyList<IReadOnlyList<double?>> Values { get; init; }

    /// <summary>
    /// [language, language]: the cosine's p-value with the labels of the column's language permuted, as in
    /// <see cref="LanguageGeometryReport.CosineP"/>; null on the diagonal. Empty where none was computed.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<double?>> PValues { get; init; } = [];
}
