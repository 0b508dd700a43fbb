using System.IO.MemoryMappedFiles;

namespace Refrain.Checkpoints;

/// <summary>A file mapped read-only; its bytes are pinned only while someone reads them, so that disposing is safe at any time.</summary>
internal sealed class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;

    private MappedFile(string path, long length, MemoryMappedFile map)
    {
        Path = path;
        Length = length;
        _map = map;
        _view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
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
            return new MappedFile(resolved, length, map);
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
    public MemoryMappedViewAccessor View(long offset, long length) => _map.CreateViewAccessor(offset, length, MemoryMappedFileAccess.Read);

    /// <summary>Pins a range that the caller checked against <see cref="Length"/>.</summary>
    public MappedBytes Pin(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        return new MappedBytes(_view.SafeMemoryMappedViewHandle, offset, length);
    }

    public void Dispose()
    {
        _view.Dispose();
        _map.Dispose();
    }
}
