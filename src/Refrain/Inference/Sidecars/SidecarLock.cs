namespace Refrain.Inference.Sidecars;

/// <summary>Lets one process at a time write a sidecar; the others wait and then find it.</summary>
/// <remarks>It saves work and disk, nothing depends on it: writers have files of their own, and the last rename wins. The kernel releases
/// it however a process ends, so the file's presence means nothing.</remarks>
internal static class SidecarLock
{
    public const string Suffix = ".lock";
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until no other process writes the sidecar at <paramref name="path"/>.</summary>
    public static IDisposable Wait(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path + Suffix, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException error) when (IsHeld(error))
            {
                Thread.Sleep(Poll);
            }
        }
    }

    /// <summary>
    /// Notes that the sidecar was used now. Its own times would not do: one tells its writer's file from a changed one, the other moves
    /// whenever a list reads it.
    /// </summary>
    public static void Touch(string path)
    {
        try
        {
            if (!File.Exists(path + Suffix))
            {
                File.WriteAllBytes(path + Suffix, []);
            }

            File.SetLastWriteTimeUtc(path + Suffix, DateTime.UtcNow);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another user's cache, or a process is about to write.
        }
    }

    /// <summary>When the sidecar was last used, UTC, or null.</summary>
    public static DateTime? LastUsed(string path) => File.Exists(path + Suffix) ? File.GetLastWriteTimeUtc(path + Suffix) : null;

    /// <summary>True when an opening failed because another process has the file open in a way that excludes it.</summary>
    public static bool IsHeld(IOException error)
    {
        // EWOULDBLOCK of Linux and of macOS; ERROR_SHARING_VIOLATION of Windows.
        const int Linux = 11,
            MacOS = 35,
            Windows = unchecked((int)0x80070020);
        return error.HResult is Linux or MacOS or Windows;
    }
}
