using Refrain.Measurement;

namespace Refrain.Reports.Sections;

/// <summary>How alike the languages' directions are: each with the source's at every layer, and all pairs at one layer.</summary>
internal static class CosineSection
{
    public static Html Build(AuditReport report)
    {
        const string Title = "Are the languages' directions the same?";
        return report.Cosines is { Layers.Count: > 0 } cosines
            ? HtmlParts.Section(
                "cosines",
                Title,
                $"differences in means (harmful − harmless) of the untouched model at "
                    + $"position {Figures.Number(cosines.Position, "0")}; no intervention.",
                Html.Of($"{CosinePicture.Strip(report, cosines)}{CosinePicture.Matrix(report, cosines)}")
            )
            : HtmlParts.Section(
                "cosines",
                Title,
                "the untouched model; no intervention.",
                HtmlParts.Note("Not measured: no position was chosen, so there are no directions to compare.")
            );
    }
}
