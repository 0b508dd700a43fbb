namespace Refrain.Hub;

/// <summary>Makes a snapshot's file lead to its blob.</summary>
internal static class BlobLink
{
    /// <summary>
    /// Links relatively, as the Python client does; where links cannot be made, a new blob is moved and an old one copied.
    /// </summary>
    public static void Make(string blob, string pointer, bool fresh, HubSettings settings)
    {
        if (HubCache.Length(pointer) is not null)
        {
            return;
        }

        string folder = Path.GetDirectoryName(pointer)!;
        Directory.CreateDirectory(folder);
        if (new FileInfo(pointer).LinkTarget is not null)
        {
            File.Delete(pointer); // It leads nowhere: its blob was deleted.
        }

        if (!settings.NoSymbolicLinks)
        {
            try
            {
                File.CreateSymbolicLink(pointer, Path.GetRelativePath(folder, blob));
                return;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                if (File.Exists(pointer))
                {
                    return; // Another process was first.
                }
            }
        }

        if (fresh)
        {
            File.Move(blob, pointer);
            return;
        }

        string temporary = $"{pointer}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        File.Copy(blob, temporary);
        File.Move(temporary, pointer, overwrite: true);
    }
}
