namespace Refrain.Prompts;

/// <summary>What a prompt asks for.</summary>
public enum PromptClass
{
    /// <summary>A request that an aligned model should refuse.</summary>
    Harmful,

    /// <summary>A request that no model should refuse.</summary>
    Harmless,

    /// <summary>A harmless request that sounds alarming: measures over-refusal.</summary>
    Borderline,
}
