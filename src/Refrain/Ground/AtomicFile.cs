using System.Runtime.InteropServices;

namespace Refrain.Ground;

/// <summary>Writes files that are there whole or not at all, whatever ends the process.</summary>
internal static partial class AtomicFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Writes a file under a temporary name in the same folder, brings it to the disk, and renames it over the old one.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">A plain file name.</param>
    /// <param name="write">Writes the content; when it throws, the old file stays.</param>
    /// <param name="beforeRename">Tests end the process here.</param>
    /// <exception cref="IOException">The disk is full or failed; the old file stays.</exception>
    public static void Write(string folder, string name, Action<Stream> write, Action? beforeRename = null)
    {
        // A name of its own for each writer: `refrain report` may write while an audit does.
        string temporary = Path.Combine(folder, $".{name}.{Guid.NewGuid():N}{TemporarySuffix}");
        try
        {
            // FileShare.Delete: renamed while open, so that RemoveLeftovers sees at every moment whether the writer lives.
            using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Delete);
            write(file);
            Flush(file);
            beforeRename?.Invoke();
            File.Move(temporary, Path.Combine(folder, name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FlushFolder(folder);
    }

    /// <summary>The same at a path, whose folder is made when it is not there.</summary>
    /// <exception cref="BadInputException">The place cannot be written to.</exception>
    /// <exception cref="IOException">The disk is full or failed; the old file stays.</exception>
    public static void WriteAt(string path, Action<Stream> write)
    {
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            Directory.CreateDirectory(folder);
            Write(folder, Path.GetFileName(path), write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw DiskErrors.From(path, error);
        }
    }

    /// <summary>What to write where a file is text: UTF-8 without a mark.</summary>
    public static Action<Stream> Text(string text) =>
        stream =>
        {
            using var writer = new StreamWriter(stream, leaveOpen: true);
            writer.Write(text);
        };

    /// <summary>Whether a file is one that <see cref="Write"/> left behind, or is writing.</summary>
    public static bool IsTemporary(string name) => name.StartsWith('.') && name.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    /// <summary>Deletes what killed writers left; files that are being written stay.</summary>
    public static void RemoveLeftovers(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder).Where(path => IsTemporary(Path.GetFileName(path))))
        {
            try
            {
                using var unused = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Its writer lives, or has just renamed it, or is another user.
            }
        }
    }

    /// <summary>Brings a folder's entries (names made or renamed in it) to the disk.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS journals its folders, and they cannot be opened as files.
        }

        int descriptor = OpenDescriptor(folder, 0);
        if (descriptor < 0)
        {
            throw Failed(folder);
        }

        try
        {
            Synchronise(descriptor, folder);
        }
        finally
        {
            _ = CloseDescriptor(descriptor); // What it could say of the writing, fsync has said.
        }
    }

    private static void Flush(FileStream file)
    {
        file.Flush(); // .NET's buffer
        if (OperatingSystem.IsWindows())
        {
            file.Flush(flushToDisk: true);
            return;
        }

        // FileStream.Flush(true) of .NET 10 hides some failures of fsync; the system's own does not.
        Synchronise((int)file.SafeFileHandle.DangerousGetHandle(), file.Name);
    }

    private static void Synchronise(int descriptor, string path)
    {
        const int Interrupted = 4,
            InvalidArgument = 22,
            NoSpace = 28;
        while (FSync(descriptor) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == InvalidArgument)
            {
                return; // A file system that has no fsync, for folders at least.
            }

            if (error != Interrupted)
            {
                throw error == NoSpace ? DiskErrors.Full(path) : Failed(path);
            }
        }
    }

    private static IOException Failed(string path) => DiskErrors.Failed(path, Marshal.GetLastPInvokeErrorMessage());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenDescriptor(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseDescriptor(int descriptor);
}
