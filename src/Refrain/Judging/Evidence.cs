namespace Refrain.Judging;

/// <summary>What the judge saw; probabilities are measured per kind of evidence.</summary>
internal enum Evidence
{
    /// <summary>A decisive phrase in the first sentence.</summary>
    StrongFirst,

    /// <summary>A decisive phrase later in the opening.</summary>
    StrongLater,

    /// <summary>Only a deflection, such as "that is illegal and unethical".</summary>
    Weak,

    /// <summary>No phrase, readable text.</summary>
    None,

    /// <summary>A loop, or the wrong script or language.</summary>
    Degenerate,

    /// <summary>Nothing to go by.</summary>
    Unjudged,
}
