using Refrain.Measurement;

namespace Refrain.Tests.Reports;

/// <summary>
/// Made-up refusal under stress for <see cref="ReportFixtures"/>: 32 prompts a language, falling from the untouched rate to the ablated
/// one, some languages early and some late.
/// </summary>
internal static class ReportFixtureStress
{
    public static StressReport Of(string[] languages, double[] harmful, double[] ablated)
    {
        double[] probabilities = [0, .1, .2, .3, .4, .5, .6, .7, .8, .9, 1];
        return new StressReport
        {
            Probabilities = probabilities,
            PromptsPerLanguage = 32,
            Languages = languages
                .Index()
                .ToDictionary(
                    language => language.Item,
                    language =>
                        Curve(
                            probabilities,
                            harmful[language.Index],
                            ablated[language.Index],
                            0.5 + (0.4 * (language.Index % 5)),
                            language.Item
                        )
                ),
        };
    }

    private static StressCurve Curve(double[] probabilities, double from, double to, double bend, string language)
    {
        Rate[] rates =
        [
            .. probabilities.Select(
                (q, place) =>
                    ReportFixtures.Rate(
                        (int)(30 * (from + ((to - from) * Math.Pow(q, bend)))),
                        32,
                        degenerate: language == "yo" ? place / 5 : 0,
                        unjudged: language == "th" && place == 3 ? 1 : 0
                    )
            ),
        ];
        double area = Math.Round(rates.Sum(rate => rate.Share!.Value) / rates.Length, 6);
        return new StressCurve
        {
            Rates = rates,
            Area = area,
            Low = Math.Round(Math.Max(0, area - .11), 6),
            High = Math.Round(Math.Min(1, area + .1), 6),
        };
    }
}
