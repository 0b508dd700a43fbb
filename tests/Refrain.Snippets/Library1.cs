using Refrain.Audits;
using Refrain.Runs.Progress;

namespace Refrain.Snippets;

/// <summary>An audit.</summary>
public static class Library1
{
    /// <summary>What the document shows.</summary>
    public static async Task Run(CancellationToken cancel)
    {
        var audit = await Audit.RunAsync(
            new AuditRequest
            {
                Model = "org/name",
                Settings = new AuditSettings { Languages = ["en", "de"], Controls = false },
            },
            progress: new Progress<ProgressEvent>(now => Console.Error.WriteLine($"{now.Stage}: {now.Done} of {now.Total}")),
            cancel: cancel
        );
        Console.WriteLine($"{audit.Folder}: {audit.Report.Languages["de"].Verdict}");
    }
}
