using System.Diagnostics;
using System.Runtime.CompilerServices;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

/// <summary>A second process that works on a run: the test program itself, started with <c>REFRAIN_TEST_CHILD</c>.</summary>
internal static class RunChild
{
    private const string Variable = "REFRAIN_TEST_CHILD";
    private const string Prefix = "run:";

    /// <summary>Starts a child; its standard output is redirected.</summary>
    /// <param name="work"><c>put</c>, <c>hold</c> or <c>begin</c>.</param>
    /// <param name="folder">The run.</param>
    /// <param name="step">For <c>begin</c>: the step at which the child kills itself.</param>
    public static Process Start(string work, string folder, string step = "")
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Refrain.Tests.exe" : "Refrain.Tests");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment[Variable] = $"{Prefix}{work}\n{folder}\n{step}";
        return Process.Start(start)!;
    }

    /// <summary>The payload that the child puts for an item: of very different lengths, so that some fill many pages.</summary>
    public static byte[] Payload(int item)
    {
        byte[] payload = new byte[item % 7 == 0 ? 60_000 + item : 10 + item];
        new Random(item).NextBytes(payload);
        return payload;
    }

    [ModuleInitializer]
    internal static void RunWhenStartedAsChild()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } text || !text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return;
        }

        string[] parts = text[Prefix.Length..].Split('\n');
        switch (parts[0])
        {
            case "put":
                PutForEver(parts[1]);
                break;
            case "hold":
                using (RunStore.Open(parts[1], TestRun.Manifest()))
                {
                    Say("open");
                    Thread.Sleep(Timeout.Infinite);
                }

                break;
            case "begin":
                RunStore.Open(parts[1], TestRun.Manifest(), resumeOnly: false, step =>
                {
                    if (step == parts[2])
                    {
                        Say(step);
                        Process.GetCurrentProcess().Kill();
                        Thread.Sleep(Timeout.Infinite);
                    }
                });
                break;
        }

        Environment.Exit(0);
    }

    private static void PutForEver(string folder)
    {
        using var store = RunStore.Open(folder, TestRun.Manifest());
        Say("open");
        for (int item = store.All("work").Count; ; item += 3)
        {
            store.Put("work", [.. Enumerable.Range(item, 3).Select(i => ($"{i:D6}", Payload(i)))]);
            Say($"{item + 3}");
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
