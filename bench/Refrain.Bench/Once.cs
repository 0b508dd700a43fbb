using System.Diagnostics;
using System.Text.Json;
using Refrain.Audits;
using Refrain.Inference;
using Refrain.Runs.Progress;

namespace Refrain.Bench;

/// <summary>One audit to be run in a process of its own.</summary>
internal sealed record OnceRequest
{
    /// <summary>A checkpoint; null: the embedded demo model.</summary>
    public string? Model { get; init; }

    /// <summary>A suite; null: the embedded one.</summary>
    public string? Suite { get; init; }

    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    public string[]? Languages { get; init; }

    public string? TestIds { get; init; }

    public Precision Precision { get; init; }
}

/// <summary>Runs an audit in a process of its own, whose peak of memory is then the audit's alone.</summary>
internal static class Once
{
    public const string Verb = "once";

    /// <summary>In the parent: starts the process, waits, and removes the run's folder.</summary>
    public static OnceResult Start(OnceRequest request)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (string argument in (string[])[typeof(Once).Assembly.Location, Verb, JsonSerializer.Serialize(request)])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException("the audit did not start");
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (Directory.Exists(request.Run))
        {
            Directory.Delete(request.Run, recursive: true);
        }

        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<OnceResult>(printed)!
            : throw new InvalidOperationException($"the audit ended with {process.ExitCode}");
    }

    /// <summary>In the child.</summary>
    public static int Run(string json)
    {
        long start = Stopwatch.GetTimestamp();
        var request = JsonSerializer.Deserialize<OnceRequest>(json)!;
        var managed = new ManagedPeak();
        var audit = Audit.Run(
            new AuditRequest
            {
                Model = request.Model,
                Suite = request.Suite,
                Run = request.Run,
                Settings = new AuditSettings
                {
                    Languages = request.Languages,
                    TestIds = request.TestIds,
                    Precision = request.Precision,
                    Controls = false,
                },
            },
            managed
        );
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(
            JsonSerializer.Serialize(
                new OnceResult
                {
                    Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
                    PeakBytes = self.PeakWorkingSet64,
                    ManagedBytes = managed.Bytes,
                    Stages = new Dictionary<string, double>(audit.Report.Times?.Seconds ?? new Dictionary<string, double>()),
                }
            )
        );
        return 0;
    }

    /// <summary>The most of the managed heap at any report of progress.</summary>
    private sealed class ManagedPeak : IProgress<ProgressEvent>
    {
        public long Bytes { get; private set; }

        public void Report(ProgressEvent value) => Bytes = Math.Max(Bytes, GC.GetTotalMemory(forceFullCollection: false));
    }
}
