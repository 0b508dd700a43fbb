namespace Refrain.Measurement;

/// <summary>How many prompts passed the filter for the direction: harmful ones scoring above 0, harmless ones below.</summary>
public sealed record Survivors
{
    /// <summary>The train split.</summary>
    public required SurvivorsOfSplit Train { get; init; }

    /// <summary>The val split.</summary>
    public required SurvivorsOfSplit Val { get; init; }
}

/// <summary>Survivors of one split.</summary>
public sealed record SurvivorsOfSplit
{
    /// <summary>Harmful prompts kept, and looked at.</summary>
    public required KeptOf Harmful { get; init; }

    /// <summary>Harmless prompts kept, and looked at.</summary>
    public required KeptOf Harmless { get; init; }
}

/// <summary>A count and what it is out of.</summary>
public sealed record KeptOf(int Kept, int Of);
