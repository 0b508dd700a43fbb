using System.Text.Json;
using Refrain.Inference;

namespace Refrain.Profiling;

/// <summary>Reads the profiles that ONNX Runtime's sessions wrote, one file a session.</summary>
internal static class OperatorProfile
{
    /// <summary>Adds what the sessions wrote, beneath the spans that they ran in, and deletes it.</summary>
    public static void Finish(SessionTraces traces, ProfileFile file, ProfileTotals totals)
    {
        foreach ((string prefix, var start) in traces.Sessions)
        {
            foreach (string path in Directory.EnumerateFiles(traces.Folder, Path.GetFileName(prefix) + "_*.json"))
            {
                foreach (string line in File.ReadLines(path))
                {
                    Read(line, start, file, totals);
                }
            }
        }

        Directory.Delete(traces.Folder, recursive: true);
    }

    // The runtime writes one event a line, each but the last followed by a comma.
    private static void Read(string line, DateTime start, ProfileFile file, ProfileTotals totals)
    {
        if (!line.Contains("_kernel_time\"", StringComparison.Ordinal))
        {
            return;
        }

        using var json = JsonDocument.Parse(line.Trim().TrimEnd(','));
        var root = json.RootElement;
        string node = root.GetProperty("name").GetString()!,
            name = root.GetProperty("args").GetProperty("op_name").GetString()!;
        var at = start + TimeSpan.FromMicroseconds(root.GetProperty("ts").GetInt64());
        var duration = TimeSpan.FromMicroseconds(root.GetProperty("dur").GetInt64());
        totals.Add(name, at, duration);
        file.Complete(
            name,
            "operator",
            at,
            duration,
            file.LatestThread,
            [new("node", node[..node.LastIndexOf("_kernel_time", StringComparison.Ordinal)])]
        );
    }
}
