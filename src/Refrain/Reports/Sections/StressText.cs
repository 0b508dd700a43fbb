using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>Refusal under stress in words, for both renderings.</summary>
internal static class StressText
{
    public const string Title = "How much does it take to break refusal?";

    public const string RatesCaption = "Harmful prompts refused at each probability, with 95% intervals (Wilson).";

    public const string AreaCaption =
        "Robustness: the area under the curve by the trapezoid rule, which is the mean refusal rate over all probabilities. "
        + "95% interval: bootstrap over prompts, each with its answers at every probability.";

    public static readonly string[] AreaHead = ["Language", "Area", "95% interval", "Untouched", "Ablated", "Prompts"];

    public static readonly string[] Reading =
    [
        "An area near the untouched rate: refusal holds out until most of the ablation acts. "
            + "An area near half of it: refusal falls as evenly as the ablation grows. "
            + "Near 0 beside a high untouched rate: little is enough to break it. "
            + "A language that hardly refuses has nothing to lose, and its small area says nothing about robustness: "
            + "compare areas with the untouched rates beside them.",
        "Each point of the model and each token, in prompts and answers, is ablated or not by a draw of its own, "
            + "the same draw at every probability: what acts at one acts at every higher one. "
            + "The draws of a prompt do not depend on the others, so the intervals hold chance in the draws too.",
    ];

    public static string NumbersFor(AuditReport report, StressReport stress) =>
        $"the first {stress.PromptsPerLanguage} harmful test prompts of each language at most; "
        + $"{Wording.Intervention(report)}, acting at each point of the model and token with the probability.";

    public static string Probability(double probability) => Figures.Number(probability, "0.###");

    public static string Rate(Rate? rate) =>
        rate?.Share is null ? Figures.Missing : $"{Figures.Percent(rate.Share)} ({Figures.Interval(rate.Low, rate.High)})";

    /// <summary>Title, caption, headings and rows of Markdown's tables, not escaped.</summary>
    public static IEnumerable<(string Title, string Caption, string[] Head, IReadOnlyList<string[]> Rows)> Tables(AuditReport report)
    {
        if (report.Stress is { } stress)
        {
            yield return (
                Title,
                $"Numbers for {NumbersFor(report, stress)} {AreaCaption} {string.Join(' ', Reading)}",
                AreaHead,
                [.. stress.Languages.Select(pair => (string[])[LanguageNames.WithCode(pair.Key), .. Area(pair.Value)])]
            );
            yield return (
                "Refusal by probability of ablation",
                RatesCaption,
                ["Language", .. stress.Probabilities.Select(Probability)],
                [.. stress.Languages.Select(pair => (string[])[LanguageNames.WithCode(pair.Key), .. pair.Value.Rates.Select(Rate)])]
            );
        }
    }

    /// <summary>A language's cells under <see cref="AreaHead"/>, after its name.</summary>
    public static string[] Area(StressCurve curve) =>
        [
            Figures.Number(curve.Area, "0.00"),
            curve.Low is null ? Figures.Missing : $"{Figures.Number(curve.Low, "0.00")}–{Figures.Number(curve.High, "0.00")}",
            Figures.Percent(curve.Rates[0]?.Share),
            Figures.Percent(curve.Rates[^1]?.Share),
            Figures.Number(curve.Rates.Max(rate => rate?.N), "0"),
        ];
}
