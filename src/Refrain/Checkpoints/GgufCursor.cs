using System.Buffers.Binary;
using System.Text;

namespace Refrain.Checkpoints;

/// <summary>Reads a GGUF header forwards; nothing is allocated before its size was compared with what is left of the file.</summary>
internal ref struct GgufCursor(string path, MappedBytes bytes)
{
    // Far above any vocabulary, and small enough that counts fit an int.
    private const long MaximumArrayBytes = 1 << 30;

    private readonly MappedBytes bytes = bytes;

    /// <summary>The next byte, from the file's start.</summary>
    public long Position { get; private set; }

    /// <summary>Bytes that are left.</summary>
    public readonly long Left => this.bytes.Length - Position;

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A count of things that take at least <paramref name="minimumBytes"/> each.</summary>
    public long Count(string what, int minimumBytes)
    {
        ulong count = UInt64();
        return count <= (ulong)(Left / minimumBytes)
            ? (long)count
            : throw new BadInputException(
                path,
                $"names {count} {what} with {Left} bytes left",
                "no more than the file has room for",
                "Download the file again."
            );
    }

    /// <summary>A name of at most 64 KiB.</summary>
    public string Name(string what)
    {
        long length = Count($"bytes of {what}", 1);
        return length <= ushort.MaxValue
            ? Encoding.UTF8.GetString(Take((int)length))
            : throw new BadInputException(path, $"has {what} of {length} bytes", "at most 65535", "Download the file again.");
    }

    /// <summary>Skips a value of the type that comes next.</summary>
    public GgufValue Value(string key)
    {
        GgufType type = Type(key);
        if (type != GgufType.Array)
        {
            long start = Position;
            SkipValues(type, 1);
            return new GgufValue(type, false, 1, start, Position - start);
        }

        type = Type(key);
        if (type == GgufType.Array)
        {
            throw new BadInputException($"{path}: {BadInputException.Show(key)}", "is an array of arrays", "an array of plain values");
        }

        long count = Count($"elements of {BadInputException.Show(key)}", type == GgufType.String ? 8 : GgufValue.Size(type));
        long first = Position;
        SkipValues(type, count);
        return Position - first <= MaximumArrayBytes
            ? new GgufValue(type, true, count, first, Position - first)
            : throw new BadInputException(
                $"{path}: {BadInputException.Show(key)}",
                $"has {Position - first} bytes",
                $"at most {MaximumArrayBytes}"
            );
    }

    private GgufType Type(string key)
    {
        uint number = UInt32();
        return number <= (uint)GgufType.Float64
            ? (GgufType)number
            : throw new BadInputException(
                $"{path}: {BadInputException.Show(key)}",
                $"has the unknown value type {number}",
                "0 to 12",
                "Download the file again."
            );
    }

    private void SkipValues(GgufType type, long count)
    {
        if (type != GgufType.String)
        {
            Skip(count * GgufValue.Size(type));
            return;
        }

        for (long i = 0; i < count; i++)
        {
            long length = Count("bytes of a string", 1);
            Skip(
                length <= MaximumArrayBytes
                    ? length
                    : throw new BadInputException(path, $"has a string of {length} bytes", $"at most {MaximumArrayBytes}")
            );
        }
    }

    private void Skip(long length)
    {
        if (length > Left)
        {
            throw Truncated();
        }

        Position += length;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        long start = Position;
        Skip(length);
        return this.bytes.Slice(start, length);
    }

    private readonly BadInputException Truncated() =>
        new(path, $"ends within its header, at byte {Position}", "a complete file", "Download the file again.");
}
