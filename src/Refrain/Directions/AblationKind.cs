using System.Text.Json.Serialization;

namespace Refrain.Directions;

/// <summary>The two ways in which a direction is taken out of the residual stream.</summary>
[JsonConverter(typeof(Words<AblationKind>))]
public enum AblationKind
{
    /// <summary>x ← x − (x·r̂) r̂ with one direction everywhere.</summary>
    [Word("zero")]
    Zero,

    /// <summary>x ← x − ((x − μ_harmless)·r̂) r̂ with each layer's own direction, from a first layer on.</summary>
    [Word("affine")]
    Affine,
}
