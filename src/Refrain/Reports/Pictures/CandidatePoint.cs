namespace Refrain.Reports.Pictures;

/// <summary>A candidate of the selection as a point.</summary>
internal sealed record CandidatePoint
{
    public required string Kind { get; init; }

    public double Score { get; init; }

    public double Kl { get; init; }

    /// <summary>Null: it passed.</summary>
    public string? Discarded { get; init; }

    public bool Chosen { get; init; }

    /// <summary>What is said when the point is asked.</summary>
    public required string Note { get; init; }
}
