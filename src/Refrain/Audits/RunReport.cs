using System.Text;
using Refrain.Measurement;
using Refrain.Reports;
using Refrain.Runs;

namespace Refrain.Audits;

/// <summary>A finished run's report: kept in the run store, so that it can be written again without the model.</summary>
internal static class RunReport
{
    private const string Stage = "report",
        Key = ReportWriter.Json;

    /// <summary>The report of a finished run, or null.</summary>
    public static AuditReport? Find(RunStore store) =>
        store.TryGet(Stage, Key, out var json)
            ? ReportJson.Read(Encoding.UTF8.GetString(json.Span), Path.Combine(store.Folder, "run.db"))
            : null;

    /// <summary>
    /// Commits the report: from here on the run is finished. Not while responses wait for their judge: the same command asks it for the
    /// rest.
    /// </summary>
    public static void Keep(RunStore store, AuditReport report) =>
        store.Put(Stage, report.Judge.Waiting > 0 ? [] : [(Key, ReportJson.WriteBytes(report))]);

    /// <summary>Writes report.html, report.json and report.md into the run's folder.</summary>
    public static AuditReport Write(RunStore store, AuditReport report)
    {
        using var span = Spans.Start("render");
        foreach (var file in ReportWriter.Render(report))
        {
            store.WriteFile(file.Name, AtomicFile.Text(file.Text));
            if (file.Name == ReportWriter.Json)
            {
                store.WriteFile("measurements.json", stream => RunMeasurements.Write(stream, report));
            }
        }

        return report;
    }
}
