using Refrain.Prompts;

namespace Refrain.LanguageModels;

/// <summary>The prompts that a refusal direction is found with: users' turns as text, in one language.</summary>
/// <remarks>A direction is taken from train prompts and chosen by validation prompts; a prompt should be among one of them only.</remarks>
/// <param name="HarmfulTrain">Requests that an aligned model refuses.</param>
/// <param name="HarmlessTrain">Requests that no model refuses.</param>
/// <param name="HarmfulValidation">More of the first.</param>
/// <param name="HarmlessValidation">More of the second.</param>
public sealed record DirectionPrompts(
    IReadOnlyList<string> HarmfulTrain,
    IReadOnlyList<string> HarmlessTrain,
    IReadOnlyList<string> HarmfulValidation,
    IReadOnlyList<string> HarmlessValidation
)
{
    /// <summary>The prompts of a suite's language, as an audit takes them.</summary>
    /// <param name="language">The language's tag.</param>
    /// <param name="suite">PolyRefuse's folder or a suite.jsonl; null: the embedded suite.</param>
    /// <param name="train">Train prompts per class, the first ones.</param>
    /// <param name="validation">Validation prompts per class, the first ones.</param>
    /// <exception cref="BadInputException">The suite cannot be read, or does not have the language.</exception>
    public static DirectionPrompts OfSuite(string language = "en", string? suite = null, int train = 128, int validation = 32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(train, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(validation, 1);
        var read = suite is null ? Suite.Embedded() : Suite.Load(suite);
        if (!read.Languages.Contains(language))
        {
            throw new BadInputException(
                "language",
                $"is {BadInputException.Show(language)}, which the suite does not have",
                "among " + string.Join(", ", read.Languages)
            );
        }

        string[] First(PromptClass promptClass, Split split, int count) =>
            [.. read.Prompts(promptClass, split, language).Take(count).Select(prompt => prompt.Text)];
        return new DirectionPrompts(
            First(PromptClass.Harmful, Split.Train, train),
            First(PromptClass.Harmless, Split.Train, train),
            First(PromptClass.Harmful, Split.Validation, validation),
            First(PromptClass.Harmless, Split.Validation, validation)
        );
    }
}
