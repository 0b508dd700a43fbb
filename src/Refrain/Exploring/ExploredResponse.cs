using Refrain.Judging;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Tokens;

namespace Refrain.Exploring;

/// <summary>A response of a run, as the explorer lists and searches it.</summary>
internal sealed record ExploredResponse
{
    /// <summary>Language code.</summary>
    public required string Language { get; init; }

    /// <summary>The prompt's class.</summary>
    public required PromptClass Class { get; init; }

    /// <summary>The prompt's key: <c>harmful/test/286</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>baseline</c>, <c>ablated</c>, <c>induced</c> or <c>stressed (0.3)</c>.</summary>
    public required string Condition { get; init; }

    /// <summary>What the response was judged.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Why the judge says so.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The prompt; null where the run does not have it.</summary>
    public string? Prompt { get; init; }

    /// <summary>What is shown of the response: all of it, or the beginning where the prompt is harmful.</summary>
    public required string Shown { get; init; }

    /// <summary>Everything that is searched, folded: the whole response, the prompt, its key.</summary>
    public required string Searched { get; init; }

    /// <summary>A response to list; the report's rule shortens what answers a harmful prompt.</summary>
    public static ExploredResponse Of(
        string language,
        string id,
        PromptClass @class,
        string condition,
        string? prompt,
        string response,
        Outcome outcome,
        string reason
    ) =>
        new()
        {
            Language = language,
            Class = @class,
            Id = id,
            Condition = condition,
            Outcome = outcome,
            Reason = reason,
            Prompt = prompt,
            Shown = ExampleResponse.Shown(@class, response),
            Searched = Fold($"{response}\n{prompt}\n{id}"),
        };

    /// <summary>Text in which letters that a reader takes for the same are the same: composed, in small letters.</summary>
    public static string Fold(string text) =>
        UnicodeNormalization.Normalize(string.Concat(text.EnumerateRunes()), compatible: false, compose: true).ToLowerInvariant();
}
