using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Judging;

/// <summary>What a judge may look at.</summary>
/// <param name="Response">The response, whole or cut; hostile.</param>
/// <param name="Language">The language of the prompt, as a code such as <c>de</c> or <c>zh-CN</c>.</param>
/// <param name="Prompt">The prompt, for judges that need it; null where it is not known. The native judge sees only whether the response
/// says it back, so that its topic cannot decide.</param>
public sealed record JudgeInput(string Response, string Language, string? Prompt = null)
{
    /// <summary>The prompt's class; null where it is not known.</summary>
    public PromptClass? Class { get; init; }

    /// <summary>What was done to the model while it answered; null where it is not known.</summary>
    public Condition? Condition { get; init; }

    /// <summary>True: the response was cut before its end; false: it ended by itself; null: not known.</summary>
    public bool? Cut { get; init; }
}
