using Refrain.Measurement;
using Refrain.Reports.Comparing.Sections;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Comparing;

/// <summary>A comparison as one page that needs nothing else.</summary>
internal static class ComparisonHtml
{
    private static readonly Func<ComparisonReport, Html>[] InOrder =
    [
        ComparisonHeading.Build,
        ChecksSection.Build,
        BothSides.Build,
        ChangesPicture.Build,
        CosineDriftSection.Build,
        LayerDriftPicture.Build,
        ScoresSection.Build,
        InterventionSection.Build,
        DifferencesSection.Build,
        ComparisonReading.Build,
    ];

    /// <summary>The page.</summary>
    public static string Build(ComparisonReport report) =>
        HtmlPage.Build(
            $"{ComparisonWording.Title(report)}: Refrain comparison",
            Html.Join(InOrder.Select(section => section(report))),
            new PictureData
            {
                Heat = new[] { ChangesPicture.Of(report) }.OfType<HeatMap>().ToDictionary(map => map.Id),
                Curves = new[] { LayerDriftPicture.Of(report) }.OfType<Curves>().ToDictionary(curves => curves.Id),
            }
        );
}
