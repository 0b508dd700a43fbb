namespace Refrain.Runs.Progress;

/// <summary>How far a run is.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Done">Items of the stage that are finished, those of earlier starts included.</param>
/// <param name="Total">All items of the stage.</param>
/// <param name="Elapsed">Since this start.</param>
/// <param name="Remaining">For all stages; null as long as no speed was measured.</param>
public sealed record ProgressEvent(string Stage, long Done, long Total, TimeSpan Elapsed, TimeSpan? Remaining)
{
    /// <summary>True: the stage's items are bytes.</summary>
    public bool Bytes { get; init; }
}
