using Refrain.Prompts;

namespace Refrain.Judging;

/// <summary>What a judge may look at.</summary>
/// <param name="Response">The response, whole or cut; hostile.</param>
/// <param name="Language">The language of the prompt, as a code such as <c>de</c> or <c>zh-CN</c>.</param>
/// <param name="Prompt">The prompt, for judges that need it; null where it is not known. The native judge sees only whether the response
/// says it back, so that its topic cannot decide.</param>
public sealed record JudgeInput(string Response, string Language, string? Prompt = null)
{
    /// <summary>The prompt's class, for judges that tell harm and not refusal; null where it is not known.</summary>
    public PromptClass? Class { get; init; }
}
