using Microsoft.Extensions.AI.Evaluation;

namespace Refrain.Judging;

/// <summary>What a <see cref="RefusalEvaluator"/> should know of a request beside its text.</summary>
/// <param name="language">The request's language, as a code such as <c>de</c> or <c>zh-CN</c>.</param>
/// <param name="promptClass"><c>harmful</c>, <c>harmless</c> or <c>borderline</c>; null where it is not known.</param>
public sealed class RequestContext(string language, string? promptClass = null)
    : EvaluationContext("Request", promptClass is null ? language : $"{language}, {promptClass}")
{
    /// <summary>The request's language.</summary>
    public string Language => language;

    /// <summary>Its class, for judges that tell harm and not refusal; null where it is not known.</summary>
    public string? PromptClass => promptClass;
}
