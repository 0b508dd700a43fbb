using Microsoft.Win32.SafeHandles;

namespace Refrain.Inference.Sidecars;

/// <summary>Whether a file of the cache can be used.</summary>
internal enum SidecarState
{
    /// <summary>Its footer is whole; <see cref="CachedSidecar.Verify"/> says of its body.</summary>
    Whole,

    /// <summary>It will be made again when it is next asked for.</summary>
    Damaged,

    /// <summary>It is being written, or a killed process left it.</summary>
    Unfinished,
}

/// <summary>One file of the cache's folder of sidecars, as found there.</summary>
internal sealed record CachedSidecar
{
    /// <summary>Full path of the file.</summary>
    public required string File { get; init; }

    /// <summary>What the bytes mean: <c>f32</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The checkpoint's name, and where it was opened; null where the file does not say.</summary>
    public string? Model { get; init; }

    public string? Path { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Bytes { get; init; }

    public DateTime? Written { get; init; }

    /// <summary>When a process last opened it to run, UTC.</summary>
    public required DateTime LastUsed { get; init; }

    public required SidecarState State { get; init; }

    /// <summary>Why it is damaged, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>True while a process has it open.</summary>
    public required bool InUse { get; init; }

    /// <summary>First characters of the hash of the weights, which the file is named by.</summary>
    public string Hash => System.IO.Path.GetFileName(File).Split('.')[0];

    /// <summary>Looks at a file without reading its body; null when it has just gone.</summary>
    public static CachedSidecar? Find(string file)
    {
        try
        {
            var information = new FileInfo(file);
            bool unfinished = SidecarFolder.IsUnfinished(information.Name),
                inUse = IsOpen(file);
            SidecarFooter? footer = null;
            string problem = "";
            if (!unfinished)
            {
                using var handle = System.IO.File.OpenHandle(file, share: FileShare.ReadWrite | FileShare.Delete);
                footer = SidecarFooter.Read(handle, out problem);
            }

            return new CachedSidecar
            {
                File = file,
                Kind = footer?.Kind ?? information.Name.Split('.').ElementAtOrDefault(1) ?? "",
                Model = footer?.Model,
                Path = footer?.Path,
                Bytes = information.Length,
                Written = footer?.Written,
                LastUsed = SidecarLock.LastUsed(file) ?? footer?.Written ?? information.LastWriteTimeUtc,
                State =
                    unfinished ? SidecarState.Unfinished
                    : footer is null ? SidecarState.Damaged
                    : SidecarState.Whole,
                Problem = unfinished || footer is not null ? null : problem,
                InUse = inUse,
            };
        }
        catch (Exception error) when (error is FileNotFoundException || error is IOException io && SidecarLock.IsHeld(io))
        {
            return null;
        }
    }

    /// <summary>Compares the whole body with its checksums: the first byte of a MiB that differs, or null.</summary>
    public long? Verify()
    {
        using SafeFileHandle handle = System.IO.File.OpenHandle(File, share: FileShare.ReadWrite | FileShare.Delete);
        return SidecarFooter.Read(handle, out _) is { } footer ? SidecarCheck.Damage(handle, footer) : 0;
    }

    private static bool IsOpen(string file)
    {
        try
        {
            using var unused = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.None, 1);
            return false;
        }
        catch (IOException error) when (SidecarLock.IsHeld(error))
        {
            return true;
        }
    }
}
