using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>Which controls were measured beside each direction.</summary>
[JsonConverter(typeof(Words<MeasuredControls>))]
public enum MeasuredControls
{
    /// <summary>None.</summary>
    [Word("none")]
    None,

    /// <summary>A random direction and one from permuted labels.</summary>
    [Word("all")]
    All,
}
