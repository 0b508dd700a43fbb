using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Refrain.Inference;

namespace Refrain.Responses;

/// <summary>One answer of the model.</summary>
/// <remarks>
/// JSON, version 1. Without a version it is an answer of a run of schema 1, which has the same members, its texts written in \u escapes.
/// </remarks>
internal sealed record ResponseItem : ResponseFigures, IItemLayout<ResponseItem>
{
    private const int CurrentVersion = 1;

    private static readonly ResponseJson Json = new(JsonItem.Options(ResponseJson.Default));

    public ResponseItem() { }

    [SetsRequiredMembers]
    public ResponseItem(Response response)
        : base(response) => (Version, Text, Thinking) = (CurrentVersion, response.Text, response.Thinking);

    public static string Stage => "responses";

    /// <summary>Of the layout; null: none is said.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Version { get; init; }

    /// <summary>The answer.</summary>
    public required string Text { get; init; }

    /// <summary>What the model thought before it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Thinking { get; init; }

    /// <summary>What it holds.</summary>
    public Response ToResponse() => new(this, Text, Thinking);

    public static ResponseItem Decode(StoredItem item)
    {
        var read = JsonItem.Read(item, Json.ResponseItem);
        JsonItem.RequireVersion(item, read.Version ?? CurrentVersion, CurrentVersion);
        bool numbers = ((double?[])[read.Probability, read.RefusalScore, read.Projection]).All(number =>
            number is null || double.IsFinite(number.Value)
        );
        return numbers && Enum.IsDefined(read.Condition) && Enum.IsDefined(read.Control)
            ? read
            : throw item.Damaged("it holds an infinite number, or an unknown condition or control", "what refrain wrote");
    }

    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(this, Json.ResponseItem);
}

/// <summary>Reads and writes responses without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(ResponseItem))]
internal sealed partial class ResponseJson : JsonSerializerContext;
