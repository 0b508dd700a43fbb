using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Refrain.Inference.Sidecars;

/// <summary>Of which checkpoint a sidecar is made.</summary>
internal sealed record SidecarSubject(string Model, string Path);

/// <summary>A file beside a checkpoint that holds its weights in another form: written once, checked, then only mapped.</summary>
/// <remarks>
/// It appears under its name only when it is whole and on the disk, so a killed writer leaves nothing half. When it is opened its footer is
/// checked, then its body: all of it where the file's time is not the one that its writer gave it, else <see cref="SidecarCheck.Sample"/>
/// MiB.
/// A damaged one is made again. While it is open, others can see from its lock that it is in use.
/// </remarks>
internal sealed unsafe class Sidecar : IDisposable
{
    private readonly MemoryMappedFile mapping;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private bool disposed;

    private Sidecar(FileStream file, SidecarLayout layout)
    {
        Layout = layout;
        mapping = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = mapping.CreateViewAccessor(0, layout.Bytes, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    public SidecarLayout Layout { get; }

    /// <summary>The address of a part's first byte; it is valid until this is disposed.</summary>
    public nint Address(string part) => (nint)(start + Layout[part].Offset);

    /// <summary>Maps the sidecar at <paramref name="path"/>, after writing it where it is missing or damaged.</summary>
    /// <param name="path">Its full path; the folder is made.</param>
    /// <param name="layout">What it must hold.</param>
    /// <param name="subject">Whose it is, for a list of the cache.</param>
    /// <param name="fill">Appends a part's bytes to the writer; called for each part in the layout's order.</param>
    /// <exception cref="BadInputException">The disk has too little room.</exception>
    public static Sidecar Open(string path, SidecarLayout layout, SidecarSubject subject, Action<SidecarPart, SidecarWriter> fill)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (TryOpen(path, layout) is { } found)
        {
            return found;
        }

        using (SidecarLock.Wait(path))
        {
            if (TryOpen(path, layout) is { } made)
            {
                return made;
            }

            Write(path, layout, subject, fill);
            return TryOpen(path, layout)
                ?? throw new IOException($"{path} was damaged as soon as it was written: the disk may be failing.");
        }
    }

    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            view.SafeMemoryMappedViewHandle.ReleasePointer();
            view.Dispose();
            mapping.Dispose();
        }
    }

    private static Sidecar? TryOpen(string path, SidecarLayout layout)
    {
        for (int time = 0; ; time++)
        {
            FileStream? file = null;
            try
            {
                file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
                if (!IsWhole(file.SafeFileHandle, path, layout))
                {
                    return null;
                }

                var opened = new Sidecar(file, layout);
                file = null;
                return opened;
            }
            catch (FileNotFoundException)
            {
                return null;
            }
            catch (IOException error) when (SidecarLock.IsHeld(error) && time < 50)
            {
                Thread.Sleep(20); // A list looks at it, or it is just being removed: both are over at once.
            }
            finally
            {
                file?.Dispose();
            }
        }
    }

    private static bool IsWhole(SafeFileHandle file, string path, SidecarLayout layout)
    {
        if (SidecarFooter.Read(file, out _) is not { } footer || footer.Layout != layout.Hash || footer.Bytes != layout.Bytes)
        {
            return false;
        }

        bool touched = File.GetLastWriteTimeUtc(path) != footer.Written;
        if ((touched ? SidecarCheck.Damage(file, footer) : SidecarCheck.DamageInSample(file, footer)) is not null)
        {
            return false;
        }

        SidecarLock.Touch(path);
        try
        {
            if (touched)
            {
                File.SetLastWriteTimeUtc(path, footer.Written);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another user's cache: it will be checked whole again.
        }

        return true;
    }

    private static void Write(string path, SidecarLayout layout, SidecarSubject subject, Action<SidecarPart, SidecarWriter> fill)
    {
        string folder = Path.GetDirectoryName(path)!;
        SidecarFolder.RemoveUnfinished(folder);
        long bytes = layout.Bytes + SidecarFooter.MostBytes(layout.Bytes);
        DiskSpace.Require(folder, bytes, $"the prepared weights of {subject.Model}", SidecarFolder.MoreRoom);
        string temporary = $"{path}.{Guid.NewGuid():N}{SidecarFolder.UnfinishedSuffix}";
        try
        {
            var now = DateTime.UtcNow;
            var written = new DateTime(now.Ticks - now.Ticks % (2 * TimeSpan.TicksPerSecond), DateTimeKind.Utc);
            using (var writer = new SidecarWriter(temporary, layout))
            {
                foreach (var part in layout.Parts)
                {
                    writer.Write(part, fill);
                }

                writer.Finish(subject, written);
            }

            File.SetLastWriteTimeUtc(temporary, written);
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException error) when (DiskSpace.IsFull(error))
        {
            throw new IOException(
                $"{folder} has no room for the prepared weights of {subject.Model}, {ByteSize.Text(bytes)}; "
                    + $"what was written of them is removed",
                error.HResult
            );
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
