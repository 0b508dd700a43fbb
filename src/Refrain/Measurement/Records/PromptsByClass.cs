namespace Refrain.Measurement;

/// <summary>Which prompts of each class were measured.</summary>
public sealed record PromptsByClass
{
    /// <summary>Harmful prompts.</summary>
    public PromptIds Harmful { get; init; } = new();

    /// <summary>Harmless prompts.</summary>
    public PromptIds Harmless { get; init; } = new();

    /// <summary>Harmless prompts that sound alarming.</summary>
    public PromptIds Borderline { get; init; } = new();
}

/// <summary>Prompts of one class in one language.</summary>
public sealed record PromptIds
{
    /// <summary>Measured ids.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>True: not the prompts of the other languages, so left out of comparisons between languages.</summary>
    public bool OtherPrompts { get; init; }

    /// <summary>Ids asked for that the suite lacks here.</summary>
    public IReadOnlyList<string> NotMeasured { get; init; } = [];
}
