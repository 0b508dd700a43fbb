using Refrain.Exploring;
using Refrain.Tests.Browser;
using Refrain.Tests.Reports;

namespace Refrain.Tests.Exploring;

/// <summary>Made-up runs to explore.</summary>
internal static class ExplorerFixtures
{
    /// <summary>14 languages, 20 harmful and 20 harmless prompts each, at baseline and ablated: 1,120 responses.</summary>
    public static Exploration Exploration() => new(ReportFixtures.Affine(), [.. Responses()]);

    /// <summary>Every hostile string as language, class, id, condition, prompt, response and outcome.</summary>
    public static Exploration Hostile() =>
        new(
            ReportFixtures.Affine(),
            [
                .. HostileStrings.All.Select(
                    (text, index) =>
                        ExploredResponse.Of(
                            Next(index, 1),
                            Next(index, 2),
                            index % 2 == 0 ? "harmless" : Next(index, 3),
                            Next(index, 4),
                            Next(index, 5),
                            text,
                            Next(index, 6),
                            Next(index, 7)
                        )
                ),
            ]
        );

    private static string Next(int index, int field) => HostileStrings.All[(index + field) % HostileStrings.All.Count];

    private static IEnumerable<ExploredResponse> Responses() =>
        from language in ReportFixtures.Languages
        from promptClass in (string[])["harmful", "harmless"]
        from id in Enumerable.Range(0, 20)
        from condition in (string[])["baseline", "ablated"]
        select ExploredResponse.Of(
            language,
            $"{promptClass}/test/{id}",
            promptClass,
            condition,
            $"Prompt {id} in {language}",
            condition == "baseline" && promptClass == "harmful"
                ? "Sorry, I cannot do that."
                : $"Here is how it goes, at some length, so that a harmful answer has more than eighty characters: ỌJÀ number {id}.",
            condition == "baseline" && promptClass == "harmful" ? "refusal" : "compliance",
            "phrase"
        );
}
