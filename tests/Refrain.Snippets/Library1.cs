using Refrain.Audits;

namespace Refrain.Snippets;

/// <summary>An audit.</summary>
public static class Library1
{
    /// <summary>What the document shows.</summary>
    public static void Run(CancellationToken cancel)
    {
        var audit = Audit.Run(
            new AuditRequest
            {
                Model = "org/name",
                Settings = new AuditSettings { Languages = ["en", "de"], Controls = false },
                Progress = progress => Console.Error.WriteLine($"{progress.Stage}: {progress.Done} of {progress.Total}"),
            },
            cancel
        );
        Console.WriteLine($"{audit.Folder}: {audit.Report.Languages["de"].Verdict}");
    }
}
