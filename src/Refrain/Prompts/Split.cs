using System.Text.Json.Serialization;

namespace Refrain.Prompts;

/// <summary>What a prompt is used for; no prompt serves two splits.</summary>
[JsonConverter(typeof(Words<Split>))]
internal enum Split
{
    /// <summary>Directions are extracted on it.</summary>
    [Word("train")]
    Train,

    /// <summary>Directions are selected on it; written <c>val</c>.</summary>
    [Word("val")]
    Validation,

    /// <summary>Rates are measured on it.</summary>
    [Word("test")]
    Test,
}
