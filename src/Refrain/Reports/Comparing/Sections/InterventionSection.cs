using Refrain.Measurement;

namespace Refrain.Reports.Comparing.Sections;

/// <summary>What each run's selection chose, and how alike the directions are that interventions are made from.</summary>
internal static class InterventionSection
{
    public static Html Build(ComparisonReport report)
    {
        var drift = report.Intervention;
        var cosines = drift.Cosines.Index().Where(layer => layer.Item is not null).ToArray();
        return HtmlParts.Section(
            "intervention",
            drift.Changed ? "The chosen intervention changed" : "The chosen intervention is the same",
            "each run's own selection on its source language.",
            Html.Of(
                $"""
                {HtmlParts.Facts(("A", Html.Of($"{ComparisonWording.Of(drift.A)}")), ("B", Html.Of($"{ComparisonWording.Of(drift.B)}")))}
                {Html.If(cosines.Length > 0, Html.Of($"""
                    <details><summary>Cosine of the filtered directions, layer by layer</summary>
                    {CosinesTable.Build(
                        "Cosine of the filtered directions",
                        Html.Of(
                            $"From the train prompts that each run's own filter kept, "
                                + $"at position {Figures.Number(report.Position, "0")}: interventions are made from these."
                        ),
                        cosines
                    )}</details>
                    """))}
                """
            )
        );
    }
}
