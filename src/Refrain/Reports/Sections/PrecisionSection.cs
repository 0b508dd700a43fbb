using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>What 8-bit arithmetic changed; absent of an exact audit.</summary>
internal static class PrecisionSection
{
    public static Html Build(AuditReport report)
    {
        if (report.Settings.Precision != Inference.Precision.Fast)
        {
            return Html.None;
        }

        return HtmlParts.Section(
            "precision",
            "What 8-bit arithmetic changes",
            $"the untouched model in 8 bits against itself in float32, "
                + $"on train prompts in {LanguageNames.English(report.Settings.Source)}.",
            report.Precision is { } precision ? Measured(precision) : HtmlParts.Note(Wording.NotCompared)
        );
    }

    private static Html Measured(PrecisionReport precision) =>
        Html.Of(
            $"""
        {HtmlParts.Facts(
            ("Prompts", Html.Of($"{precision.Prompts}")),
            ("Divergence of the next token, nats", Html.Of($"mean {Figures.Divergence(precision.DivergenceMean)}, "
                + $"greatest {Figures.Divergence(precision.DivergenceMax)}")),
            ("Difference of refusal scores", Html.Of($"mean {Figures.Number(precision.ScoreDifferenceMean, "0.000")}, "
                + $"greatest {Figures.Number(precision.ScoreDifferenceMax, "0.000")}")),
            ("Same likeliest next token", Html.Of($"{precision.SameToken} of {precision.Prompts}")),
            ("Cosine of difference-in-means directions", Html.Of($"mean {Figures.Number(precision.CosineMean, "0.00000")}, "
                + $"least {Figures.Number(precision.CosineMin, "0.00000")}")))}
        {CosinesTable.Build(
            "Cosine per layer",
            Html.Of(
                $"Cosine of the harmful-less-harmless direction in 8 bits with that in float32, "
                    + $"the smallest over the template's positions."
            ),
            precision.Cosines.Index()
        )}
        """
        );
}
