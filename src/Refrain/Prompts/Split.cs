namespace Refrain.Prompts;

/// <summary>What a prompt is used for; no prompt serves two splits.</summary>
internal enum Split
{
    /// <summary>Directions are extracted on it.</summary>
    Train,

    /// <summary>Directions are selected on it; written <c>val</c>.</summary>
    Validation,

    /// <summary>Rates are measured on it.</summary>
    Test,
}
