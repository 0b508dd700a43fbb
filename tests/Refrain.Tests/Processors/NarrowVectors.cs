using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Refrain.Tests.Processors;

/// <summary>The test program itself as a process without AVX-512, whose sums of numbers are added in another order.</summary>
/// <remarks>
/// The switch is the runtime's: it narrows what .NET compiles, <c>TensorPrimitives</c> above all. It does not reach native code: ONNX
/// Runtime asks the processor itself, so activations and logits are those of this machine in either process, and last digits that come
/// from its kernels are seen on another machine only.
/// </remarks>
internal static class NarrowVectors
{
    /// <summary>Turns AVX-512 off: by the first name since .NET 10, by the second before.</summary>
    public static readonly string[] Switches = ["DOTNET_EnableAVX512", "DOTNET_EnableAVX512F"];

    /// <summary>The exit code of a process that has wide vectors though it was started without.</summary>
    public const int StillWide = 9;

    private const string Variable = "REFRAIN_TEST_NARROW_VECTORS";

    // A machine at other work takes several times the half minute that it needs alone.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>True in such a process.</summary>
    public static bool Here => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Runs one to its end: exit code and what it wrote.</summary>
    /// <param name="arguments">Options of the test program.</param>
    /// <param name="switches">Variables that are set to 0.</param>
    public static (int ExitCode, string Output) Run(IEnumerable<string> arguments, IEnumerable<string> switches)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Refrain.Tests.exe" : "Refrain.Tests");
        var start = new ProcessStartInfo(program, ["-noLogo", "-noColor", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = "1";
        start.Environment.Remove("REFRAIN_SLOW_TESTS");
        start.Environment.Remove("REFRAIN_UPDATE_GOLDEN");
        foreach (string name in Switches)
        {
            start.Environment.Remove(name);
        }

        foreach (string name in switches)
        {
            start.Environment[name] = "0";
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
        return (process.ExitCode, output.Result + error.Result);
    }

    [ModuleInitializer]
    internal static void CheckWhenStartedAsOne()
    {
        if (Here && Vector512.IsHardwareAccelerated)
        {
            Console.Error.WriteLine("vectors of 512 bits are in use: the runtime has another name for the switch that turns them off");
            Environment.Exit(StillWide);
        }
    }
}
