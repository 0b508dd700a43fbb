using Refrain.Reports.Comparing;

namespace Refrain.Tests.Comparing;

/// <summary>
/// What comparisons look like, word for word and number for number; REFRAIN_UPDATE_GOLDEN=1 writes the files anew, and the page into
/// artifacts/reports to be
/// looked at.
/// </summary>
public class ComparisonGoldenTests
{
    private static readonly string Folder = Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Comparing", "Golden");

    public static TheoryData<string, string> Files =>
        new()
        {
            { "compare.json", ComparisonJson.Write(ComparisonFixtures.Report()) },
            { "compare.md", ComparisonWriter.Render(ComparisonFixtures.Report())[1].Text },
            { "junit.xml", JunitXml.Write(ComparisonFixtures.Report()) },
            { "drift.sarif", SarifJson.Write(ComparisonFixtures.Report(), "runs/compare/compare.json") },
        };

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_are_the_stored_ones(string name, string text)
    {
        if (GoldenText.Update)
        {
            string pages = Path.Combine(Shared.Repository, "artifacts", "reports", "compared");
            Directory.CreateDirectory(pages);
            File.WriteAllText(Path.Combine(pages, "compare.html"), ComparisonWriter.Render(ComparisonFixtures.Report())[2].Text);
        }

        GoldenText.Check(Path.Combine(Folder, name), text);
    }

    [Fact]
    public void The_same_report_gives_the_same_files() =>
        Assert.Equal(ComparisonWriter.Render(ComparisonFixtures.Report()), ComparisonWriter.Render(ComparisonFixtures.Report()));
}
