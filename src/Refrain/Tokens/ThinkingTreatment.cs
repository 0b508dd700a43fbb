using System.Text.Json.Serialization;

namespace Refrain.Tokens;

/// <summary>How a model's thinking was treated.</summary>
[JsonConverter(typeof(Words<ThinkingTreatment>))]
public enum ThinkingTreatment
{
    /// <summary>No thinking part is known of the template, and none was asked for.</summary>
    [Word("none")]
    None,

    /// <summary>As the template has it by itself.</summary>
    [Word("as_is")]
    AsIs,

    /// <summary>The template itself leaves thinking out.</summary>
    [Word("off_by_template")]
    OffByTemplate,

    /// <summary>An empty, closed thinking part was put at the end of the prompt.</summary>
    [Word("off_by_closing")]
    OffByClosing,

    /// <summary>The model thinks before it answers.</summary>
    [Word("on")]
    On,
}
