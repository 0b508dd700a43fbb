namespace Refrain.Measurement;

/// <summary>Why a check came to its outcome.</summary>
public enum DriftReason
{
    /// <summary>It was not measured in both runs.</summary>
    NotMeasured,

    /// <summary>Both runs are of the same model and settings.</summary>
    NothingCanHaveChanged,

    /// <summary>The whole interval is within the limit.</summary>
    Within,

    /// <summary>The whole interval is beyond the limit, and a share's change beyond chance.</summary>
    Beyond,

    /// <summary>The whole interval is beyond the limit, but the change is not beyond chance over all languages.</summary>
    BeyondButByChance,

    /// <summary>The interval holds the limit.</summary>
    Holds,

    /// <summary>There is no interval to hold against the limit.</summary>
    NoInterval,

    /// <summary>It is the same in both runs.</summary>
    Same,

    /// <summary>It changed, as the thresholds allow.</summary>
    AllowedChange,

    /// <summary>It changed to a verdict that may be for lack of prompts, which the thresholds do not allow.</summary>
    OpenChange,

    /// <summary>It changed, which the thresholds do not allow.</summary>
    ForbiddenChange,
}
