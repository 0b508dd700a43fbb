using Refrain.Exploring;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;
using Refrain.Tests.Browser;
using Refrain.Tests.Reports;

namespace Refrain.Tests.Exploring;

/// <summary>Made-up runs to explore.</summary>
internal static class ExplorerFixtures
{
    /// <summary>14 languages, 20 harmful and 20 harmless prompts each, at baseline and ablated: 1,120 responses.</summary>
    public static Exploration Exploration() => new(ReportFixtures.Affine(), [.. Responses()]);

    /// <summary>Every hostile string as language, id, condition, prompt, response and reason.</summary>
    public static Exploration Hostile() =>
        new(
            ReportFixtures.Affine(),
            [
                .. HostileStrings.All.Select(
                    (text, index) =>
                        ExploredResponse.Of(
                            Next(index, 1),
                            Next(index, 2),
                            index % 2 == 0 ? PromptClass.Harmless : PromptClass.Harmful,
                            Next(index, 4),
                            Next(index, 5),
                            text,
                            (Outcome)(index % 4),
                            Next(index, 7)
                        )
                ),
            ]
        );

    private static string Next(int index, int field) => HostileStrings.All[(index + field) % HostileStrings.All.Count];

    private static IEnumerable<ExploredResponse> Responses() =>
        from language in ReportFixtures.Languages
        from promptClass in (PromptClass[])[PromptClass.Harmful, PromptClass.Harmless]
        from id in Enumerable.Range(0, 20)
        from condition in (Condition[])[Condition.Baseline, Condition.Ablated]
        select ExploredResponse.Of(
            language,
            $"{promptClass.Word()}/test/{id}",
            promptClass,
            condition.Word(),
            $"Prompt {id} in {language}",
            condition == Condition.Baseline && promptClass == PromptClass.Harmful
                ? "Sorry, I cannot do that."
                : $"Here is how it goes, at some length, so that a harmful answer has more than eighty characters: ỌJÀ number {id}.",
            condition == Condition.Baseline && promptClass == PromptClass.Harmful ? Outcome.Refusal : Outcome.Compliance,
            "phrase"
        );
}
