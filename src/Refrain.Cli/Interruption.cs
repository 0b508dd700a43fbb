using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;

namespace Refrain.Cli;

/// <summary>Ctrl-C and SIGTERM as a cancellation token: the first asks the command to stop, the second ends the process.</summary>
/// <remarks>A run survives SIGKILL, so ending the process loses no more than the batch at hand.</remarks>
internal sealed class Interruption : IDisposable
{
    // Supervisors send SIGKILL 10 to 30 seconds after SIGTERM: give the exit code before.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private Timer? deadline;

    public CancellationToken Token => source.Token;

    /// <summary>Catches the signals if the command can react to them; the system's default ends all others.</summary>
    public void Watch(ParseResult result)
    {
        if (result.Action is AsynchronousCommandLineAction)
        {
            registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
            registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal));
        }
    }

    /// <summary>What the first signal does.</summary>
    public void Request()
    {
        Messages.Write("stopping after the work at hand; interrupt again to stop at once");
        deadline = new Timer(_ => EndProcess(), null, Patience, Timeout.InfiniteTimeSpan);
        source.Cancel();
    }

    public void Dispose()
    {
        registrations.ForEach(registration => registration.Dispose());
        deadline?.Dispose();
        source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (source.IsCancellationRequested)
        {
            EndProcess();
        }

        Request();
    }

    private static void EndProcess()
    {
        Messages.ShowCursor();
        Console.Error.WriteLine(Failure.Interrupted);
        Environment.Exit(ExitCode.Interrupted);
    }
}
