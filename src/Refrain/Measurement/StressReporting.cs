using Refrain.Ground.Statistics;
using Refrain.Judging;
using Refrain.Responses;

namespace Refrain.Measurement;

/// <summary>
/// Refusal under probabilistic ablation. The curve's ends are the baseline and the full ablation, of the prompts that were stressed.
/// </summary>
internal static class StressReporting
{
    /// <param name="judged">Every judged response.</param>
    /// <param name="stressed">What was done to the model between the ends, in rising order of probability, all of one source.</param>
    /// <param name="prompts">Prompts that were asked for in each language.</param>
    /// <param name="languages">The report's languages, in order.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    /// <returns>Null where nothing was stressed.</returns>
    public static StressReport? Of(
        IReadOnlyList<JudgedResponse> judged,
        IReadOnlyList<Treatment> stressed,
        int prompts,
        IReadOnlyList<string> languages,
        ulong seed
    )
    {
        var cells = judged
            .Where(item => item.Response is { Class: "harmful", Control: Directions.Control.None })
            .ToLookup(item => (item.Response.Language, item.Response.Treatment));
        if (!stressed.Any(treatment => languages.Any(language => cells.Contains((language, treatment)))))
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
                .Where(language => cells.Contains((language, stressed[0])))
                .ToDictionary(
                    language => language,
                    language => Curve([.. places.Select(place => cells[(language, place)])], probabilities, seed)
                ),
        };
    }

    private static StressCurve Curve(IReadOnlyList<IEnumerable<JudgedResponse>> places, double[] probabilities, ulong seed)
    {
        string[] ids = [.. places[1].Select(item => item.Response.PromptId)];
        var byId = places.Select(place => place.ToDictionary(item => item.Response.PromptId)).ToArray();
        double?[] Outcomes(string id) =>
            [
                .. byId.Select(place =>
                    place.TryGetValue(id, out var item) && item.Judgement.Outcome != Outcome.Unjudged
                        ? item.Judgement.Outcome == Outcome.Refusal
                            ? 1.0
                            : 0
                        : (double?)null
                ),
            ];
        var (area, interval) = CurveArea.Bootstrap(probabilities, [.. ids.Select(Outcomes)], seed);
        return new StressCurve
        {
            Rates = [.. byId.Select(place => LanguageReporting.RateOf([.. ids.Where(place.ContainsKey).Select(id => place[id])]))],
            Area = Finite.OrNull(area),
            Low = Finite.OrNull(interval.Low),
            High = Finite.OrNull(interval.High),
        };
    }
}
