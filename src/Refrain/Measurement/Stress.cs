using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Prompts;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>
/// Refusal under probabilistic ablation. The curve's ends are the baseline and the full ablation, of the prompts that were stressed.
/// </summary>
internal static class Stress
{
    /// <param name="outcomes">Of every judged response.</param>
    /// <param name="stressed">What was done to the model between the ends, in rising order of probability, all of one source.</param>
    /// <param name="prompts">Prompts that were asked for in each language.</param>
    /// <param name="languages">The report's languages, in order.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <returns>Null where nothing was stressed.</returns>
    public static StressReport? Of(
        Outcomes outcomes,
        IReadOnlyList<Treatment> stressed,
        int prompts,
        IReadOnlyList<string> languages,
        ulong seed
    )
    {
        OutcomeCell At(string language, Treatment treatment) => outcomes.Of(language, PromptClass.Harmful, treatment);
        if (!stressed.Any(treatment => languages.Any(language => At(language, treatment).Answers.Count > 0)))
        {
            return null;
        }

        Treatment[] places = [Treatment.Baseline, .. stressed, new Treatment(Condition.Ablated, stressed[0].Source)];
        double[] probabilities = [0, .. stressed.Select(treatment => treatment.Probability!.Value), 1];
        return new StressReport
        {
            Probabilities = probabilities,
            PromptsPerLanguage = prompts,
            Languages = languages
                .Where(language => At(language, stressed[0]).Answers.Count > 0)
                .ToDictionary(
                    language => language,
                    language => Curve([.. places.Select(place => At(language, place))], probabilities, seed)
                ),
        };
    }

    private static StressCurve Curve(IReadOnlyList<OutcomeCell> places, double[] probabilities, ulong seed)
    {
        string[] prompts = [.. places[1].Prompts];
        var (area, interval) = CurveArea.Bootstrap(
            probabilities,
            [.. prompts.Select(prompt => places.Select(place => place.Is(Outcome.Refusal, prompt)).ToArray())],
            seed
        );
        return new StressCurve
        {
            Rates = [.. places.Select(place => place.Only(prompts).Rate)],
            Area = Finite.OrNull(area),
            Low = Finite.OrNull(interval.Low),
            High = Finite.OrNull(interval.High),
        };
    }
}
