using System.Runtime.InteropServices;

namespace Refrain.Checkpoints;

/// <summary>Bytes of a <see cref="MappedFile"/> that stay mapped until this is disposed; may be longer than a span can be.</summary>
internal readonly unsafe ref struct MappedBytes
{
    private readonly SafeBuffer handle;
    private readonly byte* start;

    public MappedBytes(SafeBuffer handle, long offset, long length)
    {
        byte* start = null;
        handle.AcquirePointer(ref start);
        this.handle = handle;
        this.start = start + offset;
        Length = length;
    }

    public long Length { get; }

    /// <summary>The address of the first byte, for work on several threads while this is held.</summary>
    public nint Address => (nint)this.start;

    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Length);
        return new ReadOnlySpan<byte>(this.start + offset, length);
    }

    public void Dispose() => this.handle.ReleasePointer();
}
