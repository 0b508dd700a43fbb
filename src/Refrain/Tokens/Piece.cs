namespace Refrain.Tokens;

/// <summary>
/// A stretch of text on its way to the model: part of <paramref name="Source"/>, from <paramref name="Start"/> on,
/// <paramref name="Length"/> UTF-16 units long.
/// </summary>
/// <param name="Source">The text that holds the piece.</param>
/// <param name="Start">First unit.</param>
/// <param name="Length">Number of units, at least 1.</param>
/// <param name="AtStart">True when the piece begins where the whole text begins; Metaspace's scheme "first" asks.</param>
internal readonly record struct Piece(string Source, int Start, int Length, bool AtStart)
{
    public ReadOnlySpan<char> Text => Source.AsSpan(Start, Length);

    /// <summary>A piece made of a whole new text.</summary>
    public static Piece Whole(string text, bool atStart) => new(text, 0, text.Length, atStart);
}
