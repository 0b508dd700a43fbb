namespace Refrain.Inference.Sidecars;

/// <summary>The cache's folder of sidecars.</summary>
internal static class SidecarFolder
{
    /// <summary>Ending of a file that is being written, or that a killed process left.</summary>
    public const string UnfinishedSuffix = ".part";

    /// <summary>What to do when the disk of the cache is full.</summary>
    public static SettingText MoreRoom { get; } =
        $"Free some space, {Hint.ClearWeights}, or set REFRAIN_CACHE to a folder on a larger disk.";

    /// <summary>The folder in <paramref name="cache"/>.</summary>
    public static string In(string cache) => Path.GetFullPath(Path.Combine(cache, "weights"));

    /// <summary>What lies in the folder of <paramref name="cache"/>, the largest first.</summary>
    public static IReadOnlyList<CachedSidecar> List(string cache) =>
        !Directory.Exists(In(cache))
            ? []
            :
            [
                .. Directory
                    .EnumerateFiles(In(cache))
                    .Where(path => !path.EndsWith(SidecarLock.Suffix, StringComparison.Ordinal))
                    .Select(CachedSidecar.Find)
                    .OfType<CachedSidecar>()
                    .OrderByDescending(file => file.Bytes)
                    .ThenBy(file => file.File, StringComparer.Ordinal),
            ];

    /// <summary>Deletes a sidecar unless a process has it open; true when it is gone.</summary>
    public static bool Remove(CachedSidecar sidecar)
    {
        bool gone = TryDelete(sidecar.File);
        if (gone && sidecar.State != SidecarState.Unfinished)
        {
            TryDelete(sidecar.File + SidecarLock.Suffix);
        }

        return gone;
    }

    /// <summary>Deletes what killed processes left; a living writer holds its file locked.</summary>
    public static void RemoveUnfinished(string folder)
    {
        foreach (string unfinished in Directory.EnumerateFiles(folder).Where(path => IsUnfinished(Path.GetFileName(path))))
        {
            TryDelete(unfinished);
        }
    }

    /// <summary>Deletes a file unless a process has it open; true when it is gone.</summary>
    public static bool TryDelete(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1))
            {
                File.Delete(path);
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return !File.Exists(path);
        }
    }

    // Before sidecars had an ending of their own for it, an unfinished one was HASH.f32.PROCESS.NUMBER.
    internal static bool IsUnfinished(string name) =>
        name.EndsWith(UnfinishedSuffix, StringComparison.Ordinal) || name.Count(c => c == '.') == 3;
}
