using Refrain.Measurement;
using Refrain.Reports.Pictures;
using Refrain.Reports.Sections;

namespace Refrain.Reports;

/// <summary>The report as one page that needs nothing else: no request leaves it, and its tables and pictures need no script.</summary>
internal static class HtmlReport
{
    private static readonly Func<AuditReport, Html>[] InOrder =
    [
        Heading.Build,
        Verdicts.Build,
        MechanismSection.Build,
        MainTable.Build,
        OverRefusalSection.Build,
        TransferSection.Build,
        StressSection.Build,
        PairedSection.Build,
        RefusalScoreSection.Build,
        CosineSection.Build,
        SeparationSection.Build,
        GeometrySection.Build,
        ComponentsPicture.Build,
        LayersPicture.Build,
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
            PictureData.Of(report)
        );
    }

    private static readonly Html ToResponses = Html.Of(
        $"""
        <p class="kind">Report · <a href="/responses">Responses</a></p>

        """
    );
}
