using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Refrain.Inference;

/// <summary>
/// Reads a binary item from its beginning to its end. All begin with eight bytes, the version of their layout and seven zeros, so that the
/// numbers behind them lie as they do in memory; all are little-endian.
/// </summary>
internal ref struct ItemReader
{
    /// <summary>Bytes before the first number.</summary>
    public const int HeaderBytes = 8;

    private readonly StoredItem item;
    private ReadOnlySpan<byte> rest;

    /// <param name="item">The item.</param>
    /// <param name="version">The version of its layout that is read.</param>
    /// <exception cref="BadInputException">It has another one.</exception>
    public ItemReader(StoredItem item, byte version)
    {
        this.item = item;
        if (item.Payload.Length < HeaderBytes)
        {
            throw item.Damaged($"it has {item.Payload.Length} bytes", $"at least {HeaderBytes}");
        }

        if (item.Payload[0] != version)
        {
            throw item.Damaged($"the version of its layout is {item.Payload[0]}", $"{version}");
        }

        if (item.Payload.AsSpan(1, HeaderBytes - 1).ContainsAnyExcept((byte)0))
        {
            throw item.Damaged("its first bytes are not those of an item", "the version and seven zeros");
        }

        rest = item.Payload.AsSpan(HeaderBytes);
    }

    /// <summary>What such an item begins with.</summary>
    /// <param name="version">The version of its layout.</param>
    public static byte[] Header(byte version) => [version, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Bytes that were not read yet.</summary>
    public readonly int Left => rest.Length;

    /// <summary>One number.</summary>
    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>One number.</summary>
    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>How many of something follow, each of so many bytes.</summary>
    /// <exception cref="BadInputException">The item does not hold as many.</exception>
    public int Count(string what, int bytesOfEach)
    {
        int count = Int32();
        return count >= 0 && (long)count * bytesOfEach <= rest.Length
            ? count
            : throw item.Damaged($"it holds {count} {what} in {rest.Length} bytes", $"{bytesOfEach} bytes of each");
    }

    /// <summary>A number of values.</summary>
    public T[] Values<T>(int count)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Take((long)count * Marshal.SizeOf<T>())).ToArray();

    /// <summary>Values up to the item's end.</summary>
    public T[] Rest<T>()
        where T : unmanaged
    {
        int size = Marshal.SizeOf<T>();
        return rest.Length % size == 0
            ? Values<T>(rest.Length / size)
            : throw item.Damaged($"{rest.Length} bytes are left", $"{size} bytes a number");
    }

    /// <summary>Numbers from 0 up to the item's end.</summary>
    /// <exception cref="BadInputException">One is below 0.</exception>
    public int[] Indexes()
    {
        int[] indexes = Rest<int>();
        return indexes.Length == 0 || TensorPrimitives.Min<int>(indexes) >= 0
            ? indexes
            : throw item.Damaged($"one of its numbers is {TensorPrimitives.Min<int>(indexes)}", "none below 0");
    }

    /// <summary>Says that everything was read.</summary>
    /// <exception cref="BadInputException">Something is left.</exception>
    public readonly void End()
    {
        if (rest.Length > 0)
        {
            throw item.Damaged($"{rest.Length} bytes follow its end", "none");
        }
    }

    private ReadOnlySpan<byte> Take(long bytes)
    {
        if (bytes > rest.Length)
        {
            throw item.Damaged($"it ends {bytes - rest.Length} bytes early", "all that its layout says");
        }

        var taken = rest[..(int)bytes];
        rest = rest[(int)bytes..];
        return taken;
    }
}
