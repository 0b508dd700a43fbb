using System.Text.Json;

namespace Refrain.Tokens;

/// <summary>How a model's thinking was treated.</summary>
internal enum ThinkingTreatment
{
    /// <summary>No thinking part is known of the template, and none was asked for.</summary>
    None,

    /// <summary>As the template has it by itself.</summary>
    AsIs,

    /// <summary>The template itself leaves thinking out.</summary>
    OffByTemplate,

    /// <summary>An empty, closed thinking part was put at the end of the prompt.</summary>
    OffByClosing,

    /// <summary>The model thinks before it answers.</summary>
    On,
}
