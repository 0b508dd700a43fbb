using Refrain.Reports;

namespace Refrain.Tests.Reports;

public sealed class PrecisionReportTests
{
    [Fact]
    public void A_fast_audit_says_so_at_the_top_of_every_format_and_an_exact_one_nowhere()
    {
        foreach (
            var file in ReportWriter.Render(ReportFixtures.Fast()).Where(file => !file.Name.EndsWith(".json", StringComparison.Ordinal))
        )
        {
            int place = file.Text.IndexOf("these are not reference numbers", StringComparison.Ordinal);
            Assert.True(place > 0 && place < file.Text.IndexOf("Rates", StringComparison.OrdinalIgnoreCase), file.Name);
            Assert.Contains("0.0031", file.Text, StringComparison.Ordinal);
        }

        Assert.Contains("fast: 8-bit arithmetic", HtmlReport.Build(ReportFixtures.Fast()), StringComparison.Ordinal);
        Assert.All(ReportWriter.Render(ReportFixtures.Affine()), file =>
            Assert.DoesNotContain("not reference numbers", file.Text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Without_a_sample_it_says_that_nothing_was_compared()
    {
        var report = ReportFixtures.Fast() with { Precision = null };
        Assert.Contains("were not compared", HtmlReport.Build(report), StringComparison.Ordinal);
        Assert.Contains("were not compared", MarkdownReport.Build(report), StringComparison.Ordinal);
    }
}
