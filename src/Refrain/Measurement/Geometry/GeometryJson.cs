using System.Text.Json.Serialization;

namespace Refrain.Measurement;

/// <summary>Keeps geometry in a run without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true
)]
[JsonSerializable(typeof(GeometryItem))]
[JsonSerializable(typeof(PlanesItem))]
internal sealed partial class GeometryJson : JsonSerializerContext;
