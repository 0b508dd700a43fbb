using System.Diagnostics;
using System.Globalization;
using Refrain.Cli;

namespace Refrain.Tests.CommandLine;

/// <summary>A signal reaches every command of the process: nothing else may run beside.</summary>
[CollectionDefinition(nameof(Signals), DisableParallelization = true)]
public sealed class Signals;

[Collection(nameof(Signals))]
public class InterruptionTests
{
    [Fact]
    public async Task SIGTERM_cancels_the_command_and_exits_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs POSIX signals");
        var run = await CommandRun.OfWork(
            async (_, cancellationToken) =>
            {
                using var kill = Process.Start("kill", ["-TERM", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);
                await Task.Delay(TimeSpan.FromSeconds(30), cancellationToken);
                return ExitCode.Done;
            },
            "work"
        );
        Assert.Equal(new CommandRun(ExitCode.Interrupted, "", "interrupted; run the same command to continue\n"), run);
    }

    [Fact]
    public async Task A_command_that_was_done_all_the_same_is_done()
    {
        using var interruption = new Interruption();
        var work = CommandRun.Work(
            (_, _) =>
            {
                interruption.Request();
                return Task.FromResult(ExitCode.Done);
            }
        );
        var run = await CommandRun.Of(Cli.Cli.Create([work]), ["work"], interruption);
        Assert.Equal(ExitCode.Done, run.ExitCode);
    }
}
