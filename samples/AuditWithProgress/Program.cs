// Audits a model in this process, and tells how far it is.
// dotnet run --project samples/AuditWithProgress RUNS [MODEL [LANGUAGE…]]      RUNS: the folder that the run's folder is made in
using Refrain.Audits;
using Refrain.Runs.Progress;

if (args.Length == 0)
{
    Console.Error.WriteLine("usage: AuditWithProgress RUNS [MODEL [LANGUAGE...]]");
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
var request = new AuditRequest
{
    Model = args.Length > 1 ? args[1] : null,
    Runs = args[0],
    Settings = new AuditSettings
    {
        Languages = args.Length > 2 ? args[2..] : ["en", "de"],
        TestIds = "harmful:0-7,harmless:0-7,borderline:0-3",
        Controls = false,
    },
};
try
{
    var audit = await Audit.RunAsync(request, new StageLines(), cancel: interrupted.Token);
    foreach (var (language, measured) in audit.Report.Languages)
    {
        Console.WriteLine($"{language}: {measured.Verdict}");
    }

    Console.WriteLine($"run: {audit.Folder}");
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("interrupted: the same command continues");
    return 130;
}

/// <summary>Says each stage once. The audit waits for what is told here, one report at a time.</summary>
internal sealed class StageLines : IProgress<ProgressEvent>
{
    private string stage = "";

    public void Report(ProgressEvent value)
    {
        if (value.Stage != stage)
        {
            stage = value.Stage;
            Console.Error.WriteLine($"{stage}: {value.Total}");
        }
    }
}
