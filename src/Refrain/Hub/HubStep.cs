namespace Refrain.Hub;

/// <summary>How a download goes on.</summary>
/// <param name="Stage">What is being downloaded.</param>
/// <param name="Total">Its bytes.</param>
/// <param name="Bytes">Bytes that came since the last step; negative where some were thrown away.</param>
/// <param name="Fetched">False: they were there from an earlier start, and say nothing of the speed.</param>
internal readonly record struct HubStep(string Stage, long Total, long Bytes, bool Fetched);
