using System.Diagnostics;

namespace Refrain.Tests.Samples;

/// <summary>
/// The programs of samples/ run on the demo model, each as a process of its own, and say what their readers are promised.
/// </summary>
public sealed class SampleTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-samples-").FullName;

    [Fact]
    public void Every_sample_is_run_here() =>
        Assert.Equal(
            ["AuditWithProgress", "JudgeAList", "ReadARun", "SteerAnAnswer"],
            Directory
                .GetDirectories(Path.Combine(Shared.Repository, "samples"))
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void A_direction_is_found_and_steers_answers()
    {
        var (output, _) = Run("SteerAnAnswer");
        Assert.Contains("direction: Passed", output, StringComparison.Ordinal);
        string Said(string what) =>
            output.Split('\n').Single(line => line.StartsWith(what + ": ", StringComparison.Ordinal))[(what.Length + 2)..];
        Assert.NotEqual(Said("harmful"), Said("harmful, ablated"));
        Assert.NotEqual(Said("harmless"), Said("harmless, induced"));
    }

    [Fact]
    public void A_list_is_judged()
    {
        string[] lines = Run("JudgeAList").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["Refusal", "Compliance", "Refusal", "Refusal", "Degenerate"],
            lines[1..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1])
        );
    }

    [Fact]
    public void An_audit_tells_how_far_it_is_and_its_run_becomes_a_table()
    {
        var (output, error) = Run("AuditWithProgress", folder);
        Assert.Contains("responses: ", error, StringComparison.Ordinal);
        string run = output.Split('\n').Single(line => line.StartsWith("run: ", StringComparison.Ordinal))[5..].Trim();
        Assert.Contains("de: ", output, StringComparison.Ordinal);
        string table = Run("ReadARun", run).Output;
        Assert.Contains("en\tHarmful\tBaseline\t-\tNone\t8\t", table, StringComparison.Ordinal);
        Assert.Contains("de\tHarmless\tInduced\ten\tNone\t8\t", table, StringComparison.Ordinal);
        Assert.Contains("of de, en", table, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static (string Output, string Error) Run(string sample, params string[] args)
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string program = Path.Combine(Shared.Repository, "artifacts", "bin", sample, configuration, sample + ".dll");
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        using var process = Process.Start(
            new ProcessStartInfo(dotnet, [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{sample} ended with {process.ExitCode}: {error.Result}");
        return (output.Result, error.Result);
    }
}
