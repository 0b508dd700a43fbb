using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>Over-refusal on the prompts of files beside the suite.</summary>
internal static class OverRefusal
{
    /// <param name="sets">The files.</param>
    /// <param name="outcomes">Of their judged responses.</param>
    /// <param name="languages">The report's languages.</param>
    /// <param name="source">The language whose direction was ablated.</param>
    public static IReadOnlyList<OverRefusalReport> Of(
        IReadOnlyList<OverRefusalSet> sets,
        Outcomes outcomes,
        IReadOnlyList<string> languages,
        string source
    ) =>
        [
            .. sets.Select(set => new OverRefusalReport
            {
                Name = set.Name,
                Hash = set.Hash,
                ChosenByRefusals = set.ChosenByRefusals,
                Languages = languages
                    .Select(language => (Code: language, Prompts: set.Prompts.Where(prompt => prompt.Language == language).ToArray()))
                    .Where(language => language.Prompts.Length > 0)
                    .ToDictionary(language => language.Code, language => RatesOf(language.Prompts, outcomes, source)),
            }),
        ];

    private static OverRefusalRates RatesOf(Prompt[] prompts, Outcomes outcomes, string source)
    {
        ByCondition<Rate> Of(IEnumerable<Prompt> some)
        {
            var classes = some.GroupBy(prompt => (prompt.Language, prompt.Class), prompt => prompt.Key).ToArray();
            return ByCondition<Rate>.Of(condition =>
                Rates.Of([
                    .. classes.SelectMany(keys =>
                        outcomes.Of(keys.Key.Language, keys.Key.Class, Treatment.Of(condition, source)).Only(keys).Answers
                    ),
                ])
            );
        }

        return new OverRefusalRates
        {
            Safe = Of(prompts.Where(prompt => prompt.Class != PromptClass.Harmful)),
            Unsafe = Of(prompts.Where(prompt => prompt.Class == PromptClass.Harmful)),
            Types =
            [
                .. prompts
                    .Where(prompt => prompt.Category is not null)
                    .GroupBy(prompt => (Type: prompt.Category!, Unsafe: prompt.Class == PromptClass.Harmful))
                    .Select(type => new OverRefusalType
                    {
                        Type = type.Key.Type,
                        Unsafe = type.Key.Unsafe,
                        Rates = Of(type),
                    }),
            ],
        };
    }
}
