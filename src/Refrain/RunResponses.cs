using System.Text.Json;
using Refrain.Responses;
using Refrain.Runs;

namespace Refrain;

/// <summary>Every response of a run, as it was committed.</summary>
internal static class RunResponses
{
    /// <summary>The responses, in a report's order: by language, class, prompt and condition.</summary>
    /// <exception cref="BadInputException">One cannot be read.</exception>
    public static IReadOnlyList<Response> Of(RunStore store)
    {
        try
        {
            return [.. store.All("responses").Select(item => JsonSerializer.Deserialize(item.Payload, ResponseJson.Default.Response)!)
                .OrderBy(response => response.Language, StringComparer.Ordinal).ThenBy(response => response.Class, StringComparer.Ordinal)
                .ThenBy(response => response.PromptId.Length).ThenBy(response => response.PromptId, StringComparer.Ordinal).ThenBy(response => response.Condition)];
        }
        catch (Exception error) when (error is JsonException or NullReferenceException)
        {
            throw new BadInputException(Path.Combine(store.Folder, "run.db"), "holds responses that cannot be read", "responses as refrain wrote them", "Run the audit again in another folder.", error);
        }
    }
}
