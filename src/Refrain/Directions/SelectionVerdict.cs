using System.Text.Json.Serialization;

namespace Refrain.Directions;

/// <summary>What the selection among a source's candidates came to.</summary>
[JsonConverter(typeof(Words<SelectionVerdict>))]
public enum SelectionVerdict
{
    /// <summary>A direction passed.</summary>
    [Word("direction found")]
    Passed,

    /// <summary>Too few prompts on the right side of 0.</summary>
    [Word("no safety signal in this language")]
    NoSignal,

    /// <summary>No token starts refusals.</summary>
    [Word("no refusal onset")]
    NoOnset,

    /// <summary>Neither zero nor affine ablation passed its filters.</summary>
    [Word("no direction passes")]
    NonePasses,
}
