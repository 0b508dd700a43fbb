using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>How much of the ablation it takes until refusal is gone, language by language.</summary>
internal static class StressSection
{
    public static Html Build(AuditReport report)
    {
        if (report.Stress is not { } stress || StressPicture.Of(report) is not { } curves)
        {
            return Html.None;
        }

        return HtmlParts.Section(
            "stress",
            StressText.Title,
            StressText.NumbersFor(report, stress),
            Html.Of(
                $"""
                {StressPicture.Build(curves, Numbers(stress))}
                {HtmlParts.Table(
                    "Robustness per language",
                    Html.Of($"{StressText.AreaCaption}"),
                    HtmlParts.Head(1, StressText.AreaHead),
                    stress.Languages.Select(pair =>
                        Html.Of($"<tr>{HtmlParts.LanguageCell(pair.Key)}{StressText.Area(pair.Value).Select(HtmlParts.Number)}</tr>\n")
                    ),
                    "narrow"
                )}
                {StressText.Reading.Select(HtmlParts.Note)}
                """
            )
        );
    }

    private static Html Numbers(StressReport stress) =>
        HtmlParts.Table(
            "Refusal by probability",
            Html.Of($"{StressText.RatesCaption}"),
            HtmlParts.Head(1, ["Language", .. stress.Probabilities.Select(StressText.Probability)]),
            stress.Languages.Select(pair =>
                Html.Of(
                    $"<tr>{HtmlParts.LanguageCell(pair.Key)}"
                        + $"{pair.Value.Rates.Select(rate => HtmlParts.Number(StressText.Rate(rate)))}</tr>\n"
                )
            )
        );
}
