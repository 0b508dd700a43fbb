using Refrain.Measurement;
using Refrain.Reports.Comparing.Sections;
using Refrain.Reports.Pictures;

namespace Refrain.Reports.Comparing;

/// <summary>A comparison as one page that needs nothing else.</summary>
internal static class ComparisonHtml
{
    private static readonly Func<ComparisonReport, Html>[] InOrder =
    [
        ComparisonHeadingSection.Build,
        ChecksSection.Build,
        BothSidesSection.Build,
        ChangesSection.Build,
        CosineDriftSection.Build,
        LayerDriftSection.Build,
        ScoresSection.Build,
        InterventionSection.Build,
        DifferencesSection.Build,
        ComparisonReadingSection.Build,
    ];

    /// <summary>The page.</summary>
    public static string Build(ComparisonReport report) =>
        HtmlPage.Build(
            $"{ComparisonWording.Title(report)}: Refrain comparison",
            Html.Join(InOrder.Select(section => section(report))),
            new PictureData
            {
                Heat = new[] { ChangesSection.Of(report) }.OfType<HeatMap>().ToDictionary(map => map.Id),
                Curves = new[] { LayerDriftSection.Of(report) }.OfType<Curves>().ToDictionary(curves => curves.Id),
            }
        );
}
