namespace Refrain.Tokens;

/// <summary>What becomes of the matches when a text is split.</summary>
internal enum SplitBehavior
{
    /// <summary>Dropped.</summary>
    Removed,

    /// <summary>Pieces of their own.</summary>
    Isolated,

    /// <summary>Put to the end of the piece before.</summary>
    MergedWithPrevious,

    /// <summary>Put to the start of the piece after.</summary>
    MergedWithNext,

    /// <summary>Adjacent matches become one piece.</summary>
    Contiguous,
}
