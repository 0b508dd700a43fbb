using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>Over-refusal on the prompts of files beside the suite.</summary>
internal static class OverRefusalReporting
{
    /// <param name="sets">The files.</param>
    /// <param name="judged">Judged responses, those of the suite among them.</param>
    /// <param name="languages">The report's languages.</param>
    public static IReadOnlyList<OverRefusalReport> Of(
        IReadOnlyList<OverRefusalSet> sets,
        IReadOnlyList<JudgedResponse> judged,
        IReadOnlyList<string> languages
    )
    {
        var answers = judged
            .Where(item => OverRefusalSet.NameOf(item.Response.PromptId) is not null)
            .ToLookup(item => (item.Response.Language, item.Response.PromptId));
        return
        [
            .. sets.Select(set => new OverRefusalReport
            {
                Name = set.Name,
                Hash = set.Hash,
                ChosenByRefusals = set.ChosenByRefusals,
                Languages = languages
                    .Select(language => (Code: language, Prompts: set.Prompts.Where(prompt => prompt.Language == language).ToArray()))
                    .Where(language => language.Prompts.Length > 0)
                    .ToDictionary(
                        language => language.Code,
                        language => Rates(language.Prompts, prompt => answers[(prompt.Language, prompt.Key)])
                    ),
            }),
        ];
    }

    private static OverRefusalRates Rates(Prompt[] prompts, Func<Prompt, IEnumerable<JudgedResponse>> answers)
    {
        ByCondition<Rate> Of(IEnumerable<Prompt> some)
        {
            var cells = some.SelectMany(answers).ToLookup(item => item.Response.Condition);
            return new ByCondition<Rate>
            {
                Baseline = LanguageReporting.RateOf([.. cells[Condition.Baseline]]),
                Ablated = LanguageReporting.RateOf([.. cells[Condition.Ablated]]),
                Induced = LanguageReporting.RateOf([.. cells[Condition.Induced]]),
            };
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
