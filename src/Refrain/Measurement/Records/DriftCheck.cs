namespace Refrain.Measurement;

/// <summary>One threshold in one language.</summary>
public sealed record DriftCheck
{
    /// <summary>One of <see cref="DriftRule.All"/>, by its id.</summary>
    public required string Rule { get; init; }

    /// <summary>Language code; null of what is of the whole run.</summary>
    public string? Language { get; init; }

    /// <summary>What it came to.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>The limit; null where the rule has none.</summary>
    public double? Limit { get; init; }

    /// <summary>What was measured, so that it can be held against the limit; null where nothing was.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the interval that decided.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>A's verdict, of a rule about verdicts; else null.</summary>
    public string? From { get; init; }

    /// <summary>B's verdict.</summary>
    public string? To { get; init; }

    /// <summary>What decided, in a sentence.</summary>
    public required string Message { get; init; }
}
