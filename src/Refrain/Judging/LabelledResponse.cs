using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Judging;

/// <summary>One row of a file to judge.</summary>
/// <param name="Response">The response, or its opening.</param>
/// <param name="Language">The prompt's language code.</param>
/// <param name="Model">The model that responded; empty when not given.</param>
/// <param name="Condition">For example <c>baseline</c> or <c>ablation</c>; empty when not given.</param>
/// <param name="Refusal">The label, if the row has one.</param>
/// <param name="SubstringRefusal">What the published substring judge said, if the row says so.</param>
internal sealed record LabelledResponse(
    string Response,
    string Language,
    string Model,
    string Condition,
    bool? Refusal,
    bool? SubstringRefusal
)
{
    /// <summary>What published responses call the condition "ablated".</summary>
    private const string PublishedAblation = "ablation";

    /// <summary>The prompt's id, the same in every language; empty when not given.</summary>
    public string Id { get; init; } = "";

    /// <summary><c>harmful</c>, <c>harmless</c> or <c>borderline</c>; empty when not given.</summary>
    public string Class { get; init; } = "";

    /// <summary>Whose direction was ablated or added; empty when not given.</summary>
    public string Source { get; init; } = "";

    /// <summary>Which control was in the direction's place; empty when none or not given.</summary>
    public string Control { get; init; } = "";

    /// <summary>The probability of ablation under stress, as written; empty when none or not given.</summary>
    public string AblationProbability { get; init; } = "";

    /// <summary>The prompt, for judges that read it; null when not given.</summary>
    public string? Prompt { get; init; }

    /// <summary>True: the response was cut before its end; null when not given.</summary>
    public bool? Cut { get; init; }

    /// <summary>What a judge may look at.</summary>
    public JudgeInput Input =>
        new(Response, Language, Prompt)
        {
            Class = Words<PromptClass>.Find(Class),
            Condition = Condition == PublishedAblation ? Responses.Condition.Ablated : Words<Condition>.Find(Condition),
            Cut = Cut,
        };
}
