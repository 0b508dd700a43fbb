using System.Globalization;

namespace Refrain.Audits;

/// <summary>
/// How refusal is measured under probabilistic ablation (docs/method.md 4): the source's ablation acts at each point of the model and token
/// with
/// probability q.
/// </summary>
public sealed record StressSettings
{
    /// <summary>
    /// The probabilities q at which prompts are answered once more, each above 0 and below 1; 0 is the baseline and 1 the full ablation,
    /// which are measured anyway.
    /// </summary>
    public IReadOnlyList<double> Probabilities { get; init; } = [.1, .2, .3, .4, .5, .6, .7, .8, .9];

    /// <summary>Harmful test prompts of each language, the first ids; the curve's ends are of the same prompts.</summary>
    public int Prompts { get; init; } = 32;

    /// <summary>Refuses what cannot be measured.</summary>
    /// <exception cref="BadInputException">No or odd probabilities, or no prompts.</exception>
    internal void Check()
    {
        KnownSettings.StressProbabilities.Require(
            Probabilities is { Count: > 0 }
                && Probabilities.All(probability => probability is > 0 and < 1)
                && Probabilities.Zip(Probabilities.Skip(1)).All(pair => pair.First < pair.Second),
            Probabilities is null or [] ? "an empty list" : ProbabilityWords,
            "rising numbers above 0 and below 1, each once"
        );
        KnownSettings.StressPrompts.Require(Prompts >= 1, Prompts, "a whole number from 1 on");
    }

    /// <summary>The probabilities as they are written, rising: <c>0.1,0.5</c>.</summary>
    internal string ProbabilityWords =>
        string.Join(',', Probabilities.Select(probability => probability.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Probabilities from numbers with commas between them, in rising order, each once.</summary>
    /// <exception cref="BadInputException">One is no number above 0 and below 1.</exception>
    internal static IReadOnlyList<double> Parse(string text) =>
        [
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(word =>
                    double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number is > 0 and < 1
                        ? number
                        : throw new BadInputException(
                            KnownSettings.StressProbabilities,
                            $"has {BadInputException.Show(word)}",
                            "numbers above 0 and below 1 with commas between them, such as 0.25,0.5,0.75",
                            "0 is the baseline and 1 the full ablation: both are measured anyway."
                        )
                )
                .Distinct()
                .Order(),
        ];
}
