using Refrain.Prompts;

namespace Refrain.Responses;

/// <summary>One prompt to be answered under one treatment.</summary>
/// <param name="Language">The prompt's language.</param>
/// <param name="Class">The prompt's class.</param>
/// <param name="PromptId">The prompt's id.</param>
/// <param name="Treatment">What is done to the model.</param>
/// <param name="Ids">The rendered prompt.</param>
/// <param name="Onset">Tokens that the refusal score counts.</param>
internal sealed record Question(
    string Language,
    PromptClass Class,
    string PromptId,
    Treatment Treatment,
    int[] Ids,
    IReadOnlyList<int> Onset
)
{
    /// <summary>Names it in the run store.</summary>
    public string Key => KeyOf(Treatment, Language, Class, PromptId);

    /// <summary>Names its prompt.</summary>
    public (string, PromptClass, string) Prompt => (Language, Class, PromptId);

    /// <summary>
    /// The prompt that is scored and projected: up to where the answer starts, so with empty thinking where the model thinks.
    /// </summary>
    public int[] ReadIds { get; init; } = Ids;

    /// <summary>The prompt as the suite has it, where it is known.</summary>
    public string? Text { get; init; }

    /// <summary>What names an answer in the run store.</summary>
    public static string KeyOf(Treatment treatment, string language, PromptClass promptClass, string promptId) =>
        $"{treatment.Key}/{language}/{promptClass.Word()}/{promptId}";
}
