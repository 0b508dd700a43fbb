namespace Refrain.Cli.Progress;

/// <summary>How far a run is, as the drawing needs it.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Done">Items of the stage that are finished.</param>
/// <param name="Total">All items of the stage; 0 where the number is not known.</param>
/// <param name="Elapsed">Since this start.</param>
/// <param name="Remaining">For the whole run; null as long as no speed was measured.</param>
internal sealed record ProgressUpdate(string Stage, long Done, long Total, TimeSpan Elapsed, TimeSpan? Remaining);
