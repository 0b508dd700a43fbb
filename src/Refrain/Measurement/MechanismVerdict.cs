using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>Why a language is protected or not.</summary>
[JsonConverter(typeof(Words<MechanismVerdict>))]
public enum MechanismVerdict
{
    /// <summary>No harmful prompt was judged.</summary>
    [Word("not measured")]
    NotMeasured,

    /// <summary>An interval holds its threshold, or there is no AUROC to judge by.</summary>
    [Word("undecided")]
    Undecided,

    /// <summary>The model refuses.</summary>
    [Word("protected")]
    Protected,

    /// <summary>The model does not refuse, though the source's direction tells harmful from harmless prompts.</summary>
    [Word("action gap")]
    ActionGap,

    /// <summary>The model does not refuse, and the source's direction does not tell them apart.</summary>
    [Word("representation gap")]
    RepresentationGap,
}
