using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Refrain.Bench;

/// <summary>llama.cpp on one GGUF, in a process of its own that answers requests.</summary>
internal sealed class LlamaCpp : IDisposable
{
    private readonly Process process;

    public LlamaCpp(string folder, string model, int threads, int sequences, int capacity)
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        foreach (string argument in (string[])["llama-cpp.mjs", Path.GetFullPath(model), Text(threads), Text(sequences), Text(capacity)])
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start) ?? throw new InvalidOperationException("node did not start");
    }

    /// <summary>Seconds to read the rows and give the likeliest next token of each.</summary>
    public (double Seconds, int[][] Answers) Prefill(IReadOnlyList<int[]> rows) => Ask(new { @do = "prefill", rows });

    /// <summary>Seconds to read the rows and answer each with so many tokens, past end tokens.</summary>
    public (double Seconds, int[][] Answers) Generate(IReadOnlyList<int[]> rows, int tokens) =>
        Ask(
            new
            {
                @do = "generate",
                rows,
                tokens,
            }
        );

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(10_000))
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private (double, int[][]) Ask(object request)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        process.StandardInput.Flush();
        string line = process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException("llama.cpp ended early: see its message above");
        using var document = JsonDocument.Parse(line);
        return (
            document.RootElement.GetProperty("seconds").GetDouble(),
            document.RootElement.GetProperty("answers").Deserialize<int[][]>()!
        );
    }
}
