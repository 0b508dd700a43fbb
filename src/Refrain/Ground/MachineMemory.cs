using System.Globalization;

namespace Refrain.Ground;

/// <summary>Memory that this process may still take.</summary>
/// <param name="Available">Bytes: what the system can give without swapping, or less where a control group allows less.</param>
/// <param name="Total">Bytes of the machine, or of the limit.</param>
/// <param name="Limited">True when a control group's limit is what binds.</param>
public sealed record MachineMemory(long Available, long Total, bool Limited)
{
    // Controllers without a limit say "max", or this number of pages rounded down.
    private const long NoLimit = 1L << 60;

    /// <summary>What the system says now.</summary>
    public static MachineMemory Now() => (OperatingSystem.IsLinux() ? Linux("/") : null) ?? OfRuntime();

    /// <summary>
    /// From <c>/proc/meminfo</c> and the limits of the process's control groups, version 1 and 2, under <paramref name="root"/>; null where
    /// they do not say.
    /// </summary>
    internal static MachineMemory? Linux(string root)
    {
        string[] lines = Lines(Path.Combine(root, "proc/meminfo"));
        if (Kilobytes(lines, "MemTotal:") is not { } total || Kilobytes(lines, "MemAvailable:") is not { } available)
        {
            return null;
        }

        var memory = new MachineMemory(available, total, false);
        foreach (string line in Lines(Path.Combine(root, "proc/self/cgroup")))
        {
            // number:controllers:path; version 2 has number 0 and no controllers.
            string[] parts = line.Split(':', 3);
            if (parts.Length == 3 && parts[1].Length == 0)
            {
                memory = Within(memory, Path.Combine(root, "sys/fs/cgroup"), parts[2], "memory.max", "memory.current", "inactive_file");
            }
            else if (parts.Length == 3 && parts[1].Split(',').Contains("memory"))
            {
                memory = Within(
                    memory,
                    Path.Combine(root, "sys/fs/cgroup/memory"),
                    parts[2],
                    "memory.limit_in_bytes",
                    "memory.usage_in_bytes",
                    "total_inactive_file"
                );
            }
        }

        return memory;
    }

    // Every group above limits too. Inside a container the path may be the host's: then only the root of the mount is there.
    private static MachineMemory Within(MachineMemory memory, string mount, string path, string limit, string usage, string reclaimable)
    {
        for (string group = path.Trim('/'); ; group = Path.GetDirectoryName(group) ?? "")
        {
            string folder = Path.Combine(mount, group);
            if (
                Number(Lines(Path.Combine(folder, limit)).FirstOrDefault()) is { } most and < NoLimit
                && Number(Lines(Path.Combine(folder, usage)).FirstOrDefault()) is { } used
            )
            {
                // File pages that nobody has used lately go when memory is asked for.
                long free = Number(
                    Lines(Path.Combine(folder, "memory.stat"))
                        .FirstOrDefault(line => line.StartsWith(reclaimable + " ", StringComparison.Ordinal))
                        ?[(reclaimable.Length + 1)..]
                ) ?? 0;
                long left = Math.Max(0, most - Math.Max(0, used - free));
                memory = left < memory.Available ? new MachineMemory(left, Math.Min(most, memory.Total), true) : memory;
            }

            if (group.Length == 0)
            {
                return memory;
            }
        }
    }

    private static MachineMemory OfRuntime()
    {
        var information = GC.GetGCMemoryInfo();
        return new MachineMemory(
            Math.Max(0, information.TotalAvailableMemoryBytes - information.MemoryLoadBytes),
            information.TotalAvailableMemoryBytes,
            false
        );
    }

    private static long? Kilobytes(string[] lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
        && Number(line[name.Length..].Replace("kB", "")) is { } number
            ? number * 1024
            : null;

    private static long? Number(string? text) =>
        long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
