using System.Text.Json.Serialization;

namespace Refrain.Cli.Json;

/// <summary>What <c>refrain tokens --json</c> prints.</summary>
/// <param name="Encode">[text] the ids, no special tokens added.</param>
/// <param name="Decode">[text] these ids decoded, special tokens kept.</param>
/// <param name="Chat">[conversation].</param>
internal sealed record TokensJson(IReadOnlyList<int[]> Encode, IReadOnlyList<string> Decode, IReadOnlyList<RenderedChatJson> Chat);

/// <summary>A rendered conversation, or why it could not be rendered.</summary>
internal sealed record RenderedChatJson
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]? Ids { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }
}
