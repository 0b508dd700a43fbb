using System.Text.Json;
using System.Text.Json.Serialization;

namespace Refrain.Exploring;

/// <summary>A page of responses for other programs.</summary>
internal sealed record ResponsesJson(int SchemaVersion, int Total, int Page, int Pages, IReadOnlyList<FoundResponseJson> Responses)
{
    public static byte[] Write(FoundResponses found) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new ResponsesJson(1, found.Total, found.Query.Page, found.Pages, [.. found.Responses.Select(FoundResponseJson.Of)]),
            ResponsesJsonContext.Default.ResponsesJson
        );
}

/// <summary>One of them.</summary>
internal sealed record FoundResponseJson(
    string Language,
    string Class,
    string Id,
    string Condition,
    string Outcome,
    string Reason,
    string? Prompt,
    string Response
)
{
    public static FoundResponseJson Of(ExploredResponse response) =>
        new(
            response.Language,
            response.Class.Word(),
            response.Id,
            response.Condition,
            response.Outcome.Word(),
            response.Reason,
            response.Prompt,
            response.Shown
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ResponsesJson))]
internal sealed partial class ResponsesJsonContext : JsonSerializerContext;
