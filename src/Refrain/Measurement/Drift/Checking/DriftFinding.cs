namespace Refrain.Measurement;

/// <summary>What decided a check.</summary>
internal enum DriftReason
{
    /// <summary>Not measured in both runs.</summary>
    NotMeasured,

    /// <summary>The same model and settings: nothing can have changed.</summary>
    Identical,

    /// <summary>The whole interval is within the limit.</summary>
    Within,

    /// <summary>The whole interval is beyond the limit, and a share's change beyond chance.</summary>
    Beyond,

    /// <summary>The whole interval is beyond the limit, but the change may be chance over all languages.</summary>
    BeyondByChance,

    /// <summary>The interval holds the limit.</summary>
    Holds,

    /// <summary>There is a value without an interval.</summary>
    NoInterval,

    /// <summary>The verdict is the same.</summary>
    SameVerdict,

    /// <summary>The verdict changed to one that is allowed.</summary>
    AllowedVerdict,

    /// <summary>The verdict changed to one that is not allowed, but may be so for lack of prompts.</summary>
    OpenVerdict,

    /// <summary>The verdict changed to one that is not allowed.</summary>
    ForbiddenVerdict,

    /// <summary>The interventions were held against each other.</summary>
    Intervention,
}

/// <summary>One threshold in one language, held against what was measured.</summary>
internal sealed record DriftFinding(DriftRule Rule, CheckOutcome Outcome, DriftReason Reason)
{
    /// <summary>Language code; null of what is of the whole run.</summary>
    public string? Language { get; init; }

    /// <summary>The limit; null where the rule has none.</summary>
    public double? Limit { get; init; }

    /// <summary>What was measured, so that it can be held against the limit; null where nothing was.</summary>
    public double? Value { get; init; }

    /// <summary>Lower end of the interval that decided.</summary>
    public double? Low { get; init; }

    /// <summary>Upper end.</summary>
    public double? High { get; init; }

    /// <summary>True: a fall is what is limited, and <see cref="Value"/> counts it as positive.</summary>
    public bool LimitsFall { get; init; }

    /// <summary>Prompts of both runs that a share's change rests on.</summary>
    public int Pairs { get; init; }

    /// <summary>Holm-adjusted p of a share's change.</summary>
    public double? P { get; init; }

    /// <summary>A's verdict, of a rule about verdicts; else null.</summary>
    public string? From { get; init; }

    /// <summary>B's verdict.</summary>
    public string? To { get; init; }
}
