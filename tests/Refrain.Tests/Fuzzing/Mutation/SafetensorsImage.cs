using System.Buffers.Binary;
using System.Text;

namespace Refrain.Tests.Fuzzing.Mutation;

/// <summary>A safetensors file in its parts, written together again with or without lies.</summary>
internal sealed record SafetensorsImage(JsonTree Header, byte[] Data)
{
    private static readonly ulong[] Lengths =
    [
        0,
        1,
        7,
        8,
        100_000_000,
        100_000_001,
        int.MaxValue,
        uint.MaxValue,
        long.MaxValue,
        ulong.MaxValue,
        ulong.MaxValue - 7,
    ];

    /// <summary>The parts of a whole file; null where it is none.</summary>
    public static SafetensorsImage? Parse(byte[] bytes)
    {
        long length = bytes.Length < 8 ? -1 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return length < 0 || length > bytes.Length - 8 || JsonTree.Parse(bytes.AsMemory(8, (int)length)) is not { } header
            ? null
            : new(header, bytes[(8 + (int)length)..]);
    }

    public byte[] Bytes(FuzzRandom random)
    {
        byte[] header = Header.Bytes(),
            data = Data;
        if (random.OneIn(6))
        {
            header = [.. header, .. Encoding.ASCII.GetBytes(random.Pick((string[])[" ", "\n", "\0", "{}", "x"]))];
        }

        ulong length = random.OneIn(8)
            ? random.OneIn(2)
                ? random.Pick(Lengths)
                : (ulong)(header.Length + random.Next(9) - 4)
            : (ulong)header.Length;
        if (random.OneIn(6))
        {
            data = random.OneIn(2) ? data[..random.Next(data.Length + 1)] : [.. data, .. new byte[random.Size(4096)]];
        }

        return [.. BitConverter.GetBytes(length), .. header, .. data];
    }
}
