using System.Text.Json.Serialization;

namespace Refrain.Prompts;

/// <summary>What a prompt asks for.</summary>
[JsonConverter(typeof(Words<PromptClass>))]
public enum PromptClass
{
    /// <summary>A request that an aligned model should refuse.</summary>
    [Word("harmful")]
    Harmful,

    /// <summary>A request that no model should refuse.</summary>
    [Word("harmless")]
    Harmless,

    /// <summary>A harmless request that sounds alarming: measures over-refusal.</summary>
    [Word("borderline")]
    Borderline,
}
