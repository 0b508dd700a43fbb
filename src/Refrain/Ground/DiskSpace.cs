namespace Refrain.Ground;

/// <summary>Free space of the disk that a folder lies on, and the refusal to begin what does not fit.</summary>
internal static class DiskSpace
{
    // errno of Linux and macOS for a full disk and a full quota; Windows' own code.
    private const int NoSpace = 28,
        QuotaLinux = 122,
        QuotaMac = 69,
        DiskFullWindows = unchecked((int)0x80070070);

    /// <summary>
    /// Bytes that this user may still write at <paramref name="folder"/>, which need not exist yet; null where the system does not say.
    /// </summary>
    public static long? Free(string folder)
    {
        try
        {
            string existing = Path.GetFullPath(folder);
            while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            {
                existing = parent;
            }

            return new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // A network path of Windows has no drive.
        }
    }

    /// <summary>The mount point, or drive, that a folder lies on.</summary>
    public static string Disk(string folder)
    {
        string full = Path.GetFullPath(folder);
        bool Holds(string mount) =>
            full == mount
            || full.StartsWith(
                Path.EndsInDirectorySeparator(mount) ? mount : mount + Path.DirectorySeparatorChar,
                StringComparison.Ordinal
            );
        try
        {
            return DriveInfo.GetDrives().Select(drive => drive.Name).Where(Holds).MaxBy(mount => mount.Length)
                ?? Path.GetPathRoot(full)
                ?? "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Path.GetPathRoot(full) ?? "";
        }
    }

    /// <summary>Refuses when <paramref name="bytes"/> do not fit.</summary>
    /// <param name="folder">Where they will be written.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="what">What they are, such as <c>the prepared weights of my-model</c>.</param>
    /// <param name="fix">What the user can do.</param>
    /// <param name="free">Free bytes; null: those of the disk.</param>
    /// <exception cref="BadInputException">They do not fit.</exception>
    public static void Require(string folder, long bytes, string what, SettingText fix, long? free = null)
    {
        if ((free ?? Free(folder)) is { } available && available < bytes)
        {
            throw new BadInputException(folder, $"has {ByteSize.Text(available)} free", $"{ByteSize.Text(bytes)} for {what}", fix);
        }
    }

    /// <summary>True when writing failed because the disk or a quota is full.</summary>
    public static bool IsFull(IOException error) => error.HResult is NoSpace or QuotaLinux or QuotaMac or DiskFullWindows;
}
