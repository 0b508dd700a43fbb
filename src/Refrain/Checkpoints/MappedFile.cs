using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Refrain.Checkpoints;

/// <summary>A file mapped read-only; its bytes are pinned only while someone reads them, so that disposing is safe at any time.</summary>
internal sealed class MappedFile : IDisposable
{
    private readonly SafeBuffer _bytes;
    private readonly IDisposable[] _owned;

    /// <summary>Bytes that are in memory already, as a file of this path.</summary>
    internal MappedFile(string path, long length, SafeBuffer bytes, params IDisposable[] owned)
    {
        (Path, Length, _bytes, _owned) = (path, length, bytes, owned);
    }

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

            var map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            stream = null; // the map closes it
            MemoryMappedViewAccessor view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            return new MappedFile(resolved, length, view.SafeMemoryMappedViewHandle, view, map);
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

    /// <summary>Pins a range that the caller checked against <see cref="Length"/>.</summary>
    public MappedBytes Pin(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new MappedBytes(_bytes, offset, length);
    }

    public void Dispose()
    {
        _bytes.Dispose();
        Array.ForEach(_owned, owned => owned.Dispose());
    }
}
