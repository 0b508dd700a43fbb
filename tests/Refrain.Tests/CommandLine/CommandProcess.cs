using System.Diagnostics;

namespace Refrain.Tests.CommandLine;

/// <summary>The command line as a process of its own, for what a process has once: its threads, its end.</summary>
internal static class CommandProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="variables">Environment variables to set.</param>
    public static (CommandRun Run, TimeSpan Wall) Run(string[] args, params (string Name, string Value)[] variables)
    {
        long started = Stopwatch.GetTimestamp();
        using var process = Start(args, variables);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (new CommandRun(process.ExitCode, output.Result, error.Result), Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Runs it until a condition holds, then kills it.</summary>
    public static void Kill(string[] args, Func<bool> when)
    {
        using var process = Start(args);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.WaitForExit(10) && !when()) { }

        Assert.False(process.HasExited, "it ended before it could be killed");
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Starts it, its output redirected.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="variables">Environment variables to set.</param>
    public static Process Start(string[] args, params (string Name, string Value)[] variables)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Refrain.Cli.exe" : "Refrain.Cli");
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
