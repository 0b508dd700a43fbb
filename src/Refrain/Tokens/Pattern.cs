namespace Refrain.Tokens;

/// <summary>A stretch of a text, and whether the pattern matched it.</summary>
internal readonly record struct Stretch(int Start, int End, bool IsMatch);

/// <summary>Cuts a text into stretches that cover it: what the pattern matched, and what lies between.</summary>
internal delegate void Pattern(ReadOnlySpan<char> text, List<Stretch> into);
