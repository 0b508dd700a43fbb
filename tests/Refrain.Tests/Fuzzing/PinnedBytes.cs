using System.Runtime.InteropServices;
using Refrain.Checkpoints;

namespace Refrain.Tests.Fuzzing;

/// <summary>An array that stands in for a mapped file, so that a mutation touches no disk.</summary>
internal sealed class PinnedBytes : SafeBuffer
{
    private GCHandle pin;

    private PinnedBytes(byte[] bytes)
        : base(ownsHandle: true)
    {
        this.pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        SetHandle(pin.AddrOfPinnedObject());
        Initialize((ulong)bytes.Length);
    }

    /// <summary>The bytes as a file of that name; empty ones are refused as <see cref="MappedFile.Open"/> does.</summary>
    public static MappedFile File(string name, byte[] bytes) =>
        bytes.Length == 0
            ? throw new BadInputException(name, "is empty", "a checkpoint file")
            : new MappedFile(name, bytes.Length, new PinnedBytes(bytes));

    protected override bool ReleaseHandle()
    {
        pin.Free();
        return true;
    }
}
