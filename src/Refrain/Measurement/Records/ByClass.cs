using Refrain.Prompts;

namespace Refrain.Measurement;

/// <summary>A measurement for each class of prompts and each condition.</summary>
public sealed record ByClass<T>
    where T : class
{
    /// <summary>Harmful prompts.</summary>
    public ByCondition<T> Harmful { get; init; } = new();

    /// <summary>Harmless prompts.</summary>
    public ByCondition<T> Harmless { get; init; } = new();

    /// <summary>Harmless prompts that sound alarming.</summary>
    public ByCondition<T> Borderline { get; init; } = new();

    /// <summary>Those of one class.</summary>
    public ByCondition<T> Of(PromptClass promptClass) =>
        promptClass switch
        {
            PromptClass.Harmful => Harmful,
            PromptClass.Harmless => Harmless,
            _ => Borderline,
        };
}
