using Refrain.Measurement;

namespace Refrain.Reports.Comparing;

/// <summary>Renders a comparison as files; it needs neither run.</summary>
internal static class ComparisonWriter
{
    /// <summary><c>compare.json</c>, <c>compare.md</c> and <c>compare.html</c>; the same report gives the same texts.</summary>
    public static IReadOnlyList<ReportFile> Render(ComparisonReport report) =>
        [
            new("compare.json", ComparisonJson.Write(report)),
            new("compare.md", ComparisonMarkdown.Build(report)),
            new("compare.html", ComparisonHtml.Build(report)),
        ];
}
