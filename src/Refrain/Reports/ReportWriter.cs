using System.Text;

namespace Refrain.Reports;

/// <summary>One file of a report.</summary>
/// <param name="Name">File name in the run folder.</param>
/// <param name="Text">Its content.</param>
public sealed record ReportFile(string Name, string Text);

/// <summary>Renders a report as <c>report.json</c>, <c>report.md</c> and <c>report.html</c>; it needs no model.</summary>
public static class ReportWriter
{
    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The three files; the same report gives the same texts.</summary>
    public static IEnumerable<ReportFile> Render(AuditReport report)
    {
        // One at a time: with many prompts each takes megabytes.
        yield return new("report.json", ReportJson.Write(report));
        yield return new("report.md", MarkdownReport.Build(report));
        yield return new("report.html", HtmlReport.Build(report));
    }

    /// <summary>Writes the three files into a folder; each is there whole or not at all.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">Made when it is not there.</param>
    /// <exception cref="IOException">The disk is full or failed; older files stay.</exception>
    public static void Write(AuditReport report, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Render(report))
        {
            string path = Path.Combine(folder, file.Name), unfinished = path + ".unfinished";
            File.WriteAllText(unfinished, file.Text, WithoutMark);
            File.Move(unfinished, path, overwrite: true);
        }
    }
}
