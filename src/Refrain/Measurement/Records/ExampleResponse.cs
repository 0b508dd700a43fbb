using System.Globalization;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>A response to show. Build it with <see cref="Of"/>, which shortens what answers a harmful prompt.</summary>
public sealed record ExampleResponse
{
    /// <summary>Characters (as a reader counts them) that are left of a response to a harmful prompt.</summary>
    public const int ShortLength = 80;

    /// <summary>Language code.</summary>
    public required string Language { get; init; }

    /// <summary>The prompt's id.</summary>
    public required string Id { get; init; }

    /// <summary>The prompt's class.</summary>
    public required PromptClass Class { get; init; }

    /// <summary>What was done to the model.</summary>
    public required Condition Condition { get; init; }

    /// <summary>The prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>The response, perhaps shortened, then ending in "…".</summary>
    public required string Response { get; init; }

    /// <summary>What the response was judged.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>An example, its response shortened when the prompt is harmful.</summary>
    public static ExampleResponse Of(
        string language,
        string id,
        PromptClass @class,
        Condition condition,
        string prompt,
        string response,
        Outcome outcome
    ) =>
        new()
        {
            Language = language,
            Id = id,
            Class = @class,
            Condition = condition,
            Prompt = prompt,
            Response = Shown(@class, response),
            Outcome = outcome,
        };

    /// <summary>What may be shown of a response: all of it, or the beginning where the prompt is harmful.</summary>
    internal static string Shown(PromptClass promptClass, string response) =>
        promptClass == PromptClass.Harmful ? Shorten(response) : response;

    /// <summary>At most <see cref="ShortLength"/> characters, and "…" where something was left out; no character is cut in two.</summary>
    internal static string Shorten(string text)
    {
        var characters = StringInfo.GetTextElementEnumerator(text);
        for (int count = 0; characters.MoveNext(); count++)
        {
            if (count == ShortLength)
            {
                return text[..characters.ElementIndex] + "…";
            }
        }

        return text;
    }
}
