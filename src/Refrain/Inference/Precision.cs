using System.Text.Json.Serialization;

namespace Refrain.Inference;

/// <summary>In which arithmetic a model's linear layers are computed.</summary>
[JsonConverter(typeof(Words<Precision>))]
public enum Precision
{
    /// <summary>float32: the reference.</summary>
    [Word("exact")]
    Exact,

    /// <summary>
    /// Weights of 8 bits, or of 4 where the file holds such, times activations quantised to 8 bits; norms, attention and hooks in float32.
    /// </summary>
    [Word("fast")]
    Fast,
}
