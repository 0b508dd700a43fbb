namespace Refrain.Runs.Progress;

/// <summary>An estimate of one stage's work, made before it begins.</summary>
/// <param name="Stage">The stage's name.</param>
/// <param name="Work">In the unit of all stages of the plan, for example tokens times layers.</param>
internal sealed record PlannedStage(string Stage, double Work);
