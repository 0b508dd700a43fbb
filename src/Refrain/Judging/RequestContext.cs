using Microsoft.Extensions.AI.Evaluation;
using Refrain.Prompts;

namespace Refrain.Judging;

/// <summary>What a <see cref="RefusalEvaluator"/> should know of a request beside its text.</summary>
/// <param name="language">The request's language, as a code such as <c>de</c> or <c>zh-CN</c>.</param>
/// <param name="promptClass">Its class; null where it is not known.</param>
public sealed class RequestContext(string language, PromptClass? promptClass = null)
    : EvaluationContext("Request", promptClass is null ? language : $"{language}, {promptClass.Value.Word()}")
{
    /// <summary>The request's language.</summary>
    public string Language => language;

    /// <summary>Its class, for judges that tell harm and not refusal; null where it is not known.</summary>
    public PromptClass? PromptClass => promptClass;
}
