using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Refrain.Checkpoints;

/// <summary>A file mapped read-only; its bytes are pinned only while someone reads them, so that disposing is safe at any time.</summary>
internal sealed class MappedFile : IDisposable
{
    private readonly SafeBuffer bytes;
    private readonly MemoryMappedFile? map;

    /// <summary>Bytes that are in memory already, as a file of this path; or those of a map, which it owns.</summary>
    internal MappedFile(string path, long length, SafeBuffer bytes, MemoryMappedFile? map = null) =>
        (Path, Length, this.bytes, this.map) = (path, length, bytes, map);

    /// <summary>Full path with links resolved: ONNX Runtime maps no links, and a hub cache is full of them.</summary>
    public string Path { get; }

    /// <summary>Bytes of the file when it was opened.</summary>
    public long Length { get; }

    public static MappedFile Open(string path)
    {
        FileStream? stream = null;
        try
        {
            var file = new FileInfo(path);
            string resolved = file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
            stream = new FileStream(resolved, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            long length = stream.Length;
            if (length == 0)
            {
                throw new BadInputException(path, "is empty", "a checkpoint file", "Download the file again.");
            }

            var map = MemoryMappedFile.CreateFromFile(
                stream,
                null,
                0,
                MemoryMappedFileAccess.Read,
                HandleInheritability.None,
                leaveOpen: false
            );
            stream = null; // the map closes it
            return new MappedFile(
                resolved,
                length,
                map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read).SafeMemoryMappedViewHandle,
                map
            );
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new BadInputException(path, $"cannot be read ({BadInputException.Show(error.Message)})", "a readable file", inner: error);
        }
        finally
        {
            stream?.Dispose();
        }
    }

    /// <summary>Maps a range, which the caller checked against <see cref="Length"/>, a second time by itself.</summary>
    public MemoryMappedViewAccessor View(long offset, long length) =>
        this.map!.CreateViewAccessor(offset, length, MemoryMappedFileAccess.Read);

    /// <summary>Pins a range that the caller checked against <see cref="Length"/>.</summary>
    public MappedBytes Pin(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new MappedBytes(this.bytes, offset, length);
    }

    public void Dispose()
    {
        this.bytes.Dispose();
        this.map?.Dispose();
    }
}
