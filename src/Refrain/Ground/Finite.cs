namespace Refrain.Ground;

/// <summary>Numbers that are numbers.</summary>
internal static class Finite
{
    /// <summary>The number; null where it is none, is infinite, or is missing.</summary>
    public static double? OrNull(double? number) => number is { } value && double.IsFinite(value) ? value : null;
}
