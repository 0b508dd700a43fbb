using Refrain.Measurement;
using Refrain.Reports.Pictures;
using Refrain.Reports.Sections;

namespace Refrain.Reports;

/// <summary>The report as one page that needs nothing else: no request leaves it, and its tables and pictures need no script.</summary>
internal static class HtmlReport
{
    private static readonly Func<AuditReport, Html>[] InOrder =
    [
        HeadingSection.Build,
        VerdictsSection.Build,
        MechanismSection.Build,
        RatesSection.Build,
        OverRefusalSection.Build,
        TransferSection.Build,
        StressSection.Build,
        PairedSection.Build,
        RefusalScoreSection.Build,
        CosineSection.Build,
        SeparationSection.Build,
        GeometrySection.Build,
        ComponentsSection.Build,
        LayersSection.Build,
        SelectionSection.Build,
        ExamplesSection.Build,
        ProvenanceSection.Build,
        PrecisionSection.Build,
        JudgeSection.Build,
        AgreementSection.Build,
        ReadingSection.Build,
        RepeatSection.Build,
    ];

    /// <summary>The page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="explored">It is shown by the explorer: a link leads to the responses.</param>
    public static string Build(AuditReport report, bool explored = false)
    {
        var sections = Html.Join(InOrder.Select(section => section(report)));
        return HtmlPage.Build(
            $"Where {report.Model.Name} refuses: Refrain audit",
            Html.Of($"{Html.If(explored, ToResponses)}{sections}"),
            Pictures(report)
        );
    }

    private static PictureData Pictures(AuditReport report) =>
        new()
        {
            Heat = new[] { TransferPicture.Of(report), CosinePicture.Of(report), SweepPicture.Of(report) }
                .OfType<HeatMap>()
                .ToDictionary(map => map.Id),
            Scatter = new[] { ComponentsSection.Of(report), MechanismPicture.Of(report) }
                .OfType<Scatter>()
                .ToDictionary(scatter => scatter.Id),
            Curves = new[] { LayersSection.Of(report), StressPicture.Of(report) }.OfType<Curves>().ToDictionary(curves => curves.Id),
            Candidates = CandidateScatter.Of(report.Selection),
        };

    private static readonly Html ToResponses = Html.Of(
        $"""
        <p class="kind">Report · <a href="/responses">Responses</a></p>

        """
    );
}
