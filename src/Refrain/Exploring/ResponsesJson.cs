using System.Text.Json;

namespace Refrain.Exploring;

/// <summary>A page of responses for other programs.</summary>
internal static class ResponsesJson
{
    public static byte[] Write(FoundResponses found)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema_version", 1);
            writer.WriteNumber("total", found.Total);
            writer.WriteNumber("page", found.Query.Page);
            writer.WriteNumber("pages", found.Pages);
            writer.WriteStartArray("responses");
            foreach (var response in found.Responses)
            {
                writer.WriteStartObject();
                writer.WriteString("language", response.Language);
                writer.WriteString("class", response.Class.Word());
                writer.WriteString("id", response.Id);
                writer.WriteString("condition", response.Condition);
                writer.WriteString("outcome", response.Outcome.Word());
                writer.WriteString("reason", response.Reason);
                writer.WriteString("prompt", response.Prompt);
                writer.WriteString("response", response.Shown);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
