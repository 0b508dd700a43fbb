namespace Refrain.Ground;

/// <summary>Advice that the library gives in its own words, and the command line by naming the command that does it.</summary>
/// <param name="Words">The library's words.</param>
internal sealed record Hint(string Words)
{
    public static Hint OldWeights { get; } = new("the cache's folder weights holds old prepared weights");

    public static Hint ClearWeights { get; } = new("remove prepared weights from the cache's folder weights");

    public static Hint PrepareWeights { get; } = new("an inspection with Sample = 4 prepares them");

    public static Hint CompleteThresholds { get; } = new("docs/drift.md describes a complete file");

    public static Hint NoEstimate { get; } = new("Run the audit without an estimate");

    public static Hint LearnedWeights { get; } = new("a file of weights that were learned from labels");

    /// <summary>Every one.</summary>
    public static IReadOnlyList<Hint> All { get; } =
    [OldWeights, ClearWeights, PrepareWeights, CompleteThresholds, NoEstimate, LearnedWeights];
}
