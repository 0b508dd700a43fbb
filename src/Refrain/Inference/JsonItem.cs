using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Refrain.Inference;

/// <summary>Reads and writes items that are JSON.</summary>
internal static class JsonItem
{
    /// <summary>
    /// What a stage's JSON is written with: texts as they are, not as \u escapes, for an item stands in no HTML; and no member twice.
    /// </summary>
    public static JsonSerializerOptions Options(JsonSerializerContext stage) =>
        new(stage.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, AllowDuplicateProperties = false };

    /// <summary>An item's value.</summary>
    /// <exception cref="BadInputException">The item is something else.</exception>
    public static T Read<T>(StoredItem item, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(item.Payload, type) ?? throw new JsonException("null");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw item.Damaged(error.Message, "the JSON that refrain wrote", error);
        }
    }

    /// <summary>Refuses another version of a layout.</summary>
    public static void RequireVersion(StoredItem item, int version, int expected)
    {
        if (version != expected)
        {
            throw item.Damaged($"the version of its layout is {version}", $"{expected}");
        }
    }
}
