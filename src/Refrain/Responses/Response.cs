using System.Text.Json.Serialization;

namespace Refrain.Responses;

/// <summary>One answer of the model.</summary>
internal sealed record Response : ResponseFigures
{
    /// <summary>The answer, special tokens left out, after any thinking.</summary>
    public required string Text { get; init; }

    /// <summary>What the model thought before it answered; null: it did not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thinking { get; init; }
}

/// <summary>Reads and writes responses without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Response))]
internal sealed partial class ResponseJson : JsonSerializerContext;
