using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Reports;

/// <summary>One file of a report.</summary>
/// <param name="Name">File name in the run folder.</param>
/// <param name="Text">Its content.</param>
internal sealed record ReportFile(string Name, string Text);

/// <summary>Renders a report as <c>report.json</c>, <c>report.md</c> and <c>report.html</c>; it needs no model.</summary>
internal static class ReportWriter
{
    /// <summary>The name of the file that machines read.</summary>
    public const string Json = "report.json";

    /// <summary>The three files; the same report gives the same texts.</summary>
    public static IEnumerable<ReportFile> Render(AuditReport report)
    {
        // One at a time: with many prompts each takes megabytes.
        yield return new(Json, ReportJson.Write(report));
        yield return new("report.md", MarkdownReport.Build(report));
        yield return new("report.html", HtmlReport.Build(report));
    }

    /// <summary>Writes the three files into a folder; each is there whole or not at all.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">Made when it is not there.</param>
    /// <exception cref="BadInputException">The folder cannot be written to.</exception>
    /// <exception cref="IOException">The disk is full or failed; older files stay.</exception>
    public static void Write(AuditReport report, string folder)
    {
        foreach (var file in Render(report))
        {
            AtomicFile.WriteAt(Path.Combine(folder, file.Name), AtomicFile.Text(file.Text));
        }
    }
}
