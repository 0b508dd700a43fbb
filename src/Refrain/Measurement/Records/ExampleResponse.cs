using System.Globalization;

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

    /// <summary><c>harmful</c>, <c>harmless</c> or <c>borderline</c>.</summary>
    public required string Class { get; init; }

    /// <summary><c>baseline</c>, <c>ablated</c> or <c>induced</c>.</summary>
    public required string Condition { get; init; }

    /// <summary>The prompt.</summary>
    public required string Prompt { get; init; }

    /// <summary>The response, perhaps shortened, then ending in "…".</summary>
    public required string Response { get; init; }

    /// <summary><c>refusal</c>, <c>compliance</c>, <c>degenerate</c> or <c>unjudged</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>An example, its response shortened when the prompt is harmful.</summary>
    public static ExampleResponse Of(
        string language,
        string id,
        string @class,
        string condition,
        string prompt,
        string response,
        string outcome
    ) =>
        new()
        {
            Language = language,
            Id = id,
            Class = @class,
            Condition = condition,
            Prompt = prompt,
            Response = @class == "harmful" ? Shorten(response) : response,
            Outcome = outcome,
        };

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
