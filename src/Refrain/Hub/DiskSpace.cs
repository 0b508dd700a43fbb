namespace Refrain.Hub;

/// <summary>Refuses a download that the disk cannot hold, before it begins.</summary>
internal static class DiskSpace
{
    // ENOSPC, which the command line knows as a full disk.
    private const int NoSpace = 28;

    /// <exception cref="IOException">There is less room than needed.</exception>
    public static void Check(HubSettings settings, long needed)
    {
        if (settings.FreeSpace(settings.Cache) is { } free && free < needed)
        {
            throw new IOException($"{settings.Cache} has {HubSize.Show(free)} free, and {HubSize.Show(needed)} are to be downloaded. HF_HOME names a cache elsewhere.", NoSpace);
        }
    }

    /// <summary>Bytes that this user may still write under a folder, which need not exist; null where the system does not say.</summary>
    public static long? Free(string folder)
    {
        try
        {
            string? existing = folder;
            while (existing is not null && !Directory.Exists(existing))
            {
                existing = Path.GetDirectoryName(existing);
            }

            return existing is null ? null : new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // A network share on Windows, for example.
        }
    }
}
