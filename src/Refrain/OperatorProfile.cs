using System.Text.Json;

namespace Refrain;

/// <summary>ONNX Runtime's own profiles: each session writes a file when it is disposed, and all are read at the end.</summary>
internal sealed class OperatorProfile
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-profile-").FullName;
    private readonly List<(string Prefix, DateTime Start)> sessions = [];

    /// <summary>Where the next session is to write: a prefix of its file's path.</summary>
    public string Next()
    {
        string prefix = Path.Combine(folder, $"session{sessions.Count:D4}");
        sessions.Add((prefix, DateTime.UtcNow));
        return prefix;
    }

    /// <summary>Says when the session's clock began, just after it was made.</summary>
    /// <param name="nanoseconds">As the runtime tells it: since 1970 where its clock is the system's, else of a clock that means nothing here, and the time of <see cref="Next"/> stands.</param>
    public void Began(ulong nanoseconds)
    {
        (string prefix, var asked) = sessions[^1];
        var began = DateTime.UnixEpoch.AddTicks((long)Math.Min(nanoseconds / TimeSpan.NanosecondsPerTick, (ulong)(DateTime.MaxValue - DateTime.UnixEpoch).Ticks));
        if (began >= asked && began <= DateTime.UtcNow)
        {
            sessions[^1] = (prefix, began);
        }
    }

    /// <summary>Adds what the sessions wrote, beneath the spans that they ran in, and deletes it.</summary>
    public void Finish(ProfileFile file, ProfileTotals totals)
    {
        foreach ((string prefix, var start) in sessions)
        {
            foreach (string path in Directory.EnumerateFiles(folder, Path.GetFileName(prefix) + "_*.json"))
            {
                foreach (string line in File.ReadLines(path))
                {
                    Read(line, start, file, totals);
                }
            }
        }

        Directory.Delete(folder, recursive: true);
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
        string node = root.GetProperty("name").GetString()!, name = root.GetProperty("args").GetProperty("op_name").GetString()!;
        var at = start + TimeSpan.FromMicroseconds(root.GetProperty("ts").GetInt64());
        var duration = TimeSpan.FromMicroseconds(root.GetProperty("dur").GetInt64());
        totals.Add(name, at, duration);
        file.Complete(name, "operator", at, duration, file.LatestThread, [new("node", node[..node.LastIndexOf("_kernel_time", StringComparison.Ordinal)])]);
    }
}
