using Refrain.Measurement;
using Refrain.Reports;
using Refrain.Runs;

namespace Refrain.Tests.Reports;

/// <summary>
/// What the reports look like, word for word and number for number; REFRAIN_UPDATE_GOLDEN=1 writes the files anew, and the pages into
/// artifacts/reports to be
/// looked at.
/// </summary>
public sealed class ReportGoldenTests
{
    private static string Folder => Path.Combine(Shared.Repository, "tests", "Refrain.Tests", "Reports", "Golden");

    public static TheoryData<string> Fixtures => ["affine", "nothing_passes", "empty", "fast"];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Json_and_markdown_are_the_stored_ones(string name)
    {
        if (GoldenText.Update)
        {
            ReportWriter.Write(Fixture(name), Path.Combine(Shared.Repository, "artifacts", "reports", name));
        }

        foreach (var file in ReportWriter.Render(Fixture(name)).Where(file => !file.Name.EndsWith(".html", StringComparison.Ordinal)))
        {
            GoldenText.Check(Path.Combine(Folder, $"{name}.{file.Name}"), file.Text);
        }
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void What_was_written_reads_back_to_the_same_report(string name)
    {
        string json = ReportJson.Write(Fixture(name));
        Assert.Equal(json, ReportJson.Write(ReportJson.Read(json, "report.json")));
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Rendering_what_was_read_gives_the_same_page(string name)
    {
        var report = Fixture(name);
        var again = ReportJson.Read(ReportJson.Write(report), "report.json");
        Assert.Equal(ReportWriter.Render(report), ReportWriter.Render(again));
    }

    [Fact]
    public void Written_files_are_the_rendered_ones_and_leave_nothing_else()
    {
        string folder = Directory.CreateTempSubdirectory("refrain-report-").FullName;
        try
        {
            var report = ReportFixtures.Affine();
            ReportWriter.Write(report, folder);
            ReportWriter.Write(report, folder);
            Assert.Equal(["report.html", "report.json", "report.md"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            Assert.All(ReportWriter.Render(report), file => Assert.Equal(file.Text, File.ReadAllText(Path.Combine(folder, file.Name))));
            Assert.Equal((byte)'{', File.ReadAllBytes(Path.Combine(folder, "report.json"))[0]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The named fixture.</summary>
    internal static AuditReport Fixture(string name) =>
        name switch
        {
            "affine" => ReportFixtures.Affine(),
            "nothing_passes" => ReportFixtures.NothingPasses(),
            "fast" => ReportFixtures.Fast(),
            "pictured" => PictureFixtures.Report(),
            _ => ReportFixtures.Empty(),
        };
}
