using System.Numerics;
using System.Runtime.InteropServices;

namespace Refrain.Inference.Sidecars;

/// <summary>CRC-32C by the processor's own instruction: as fast as memory is read.</summary>
internal static class Checksum
{
    /// <summary>The checksum of what was summed so far and <paramref name="bytes"/>; begin with 0.</summary>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        uint state = ~sum;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            state = BitOperations.Crc32C(
                state,
                BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word)
            );
        }

        foreach (byte rest in bytes[(bytes.Length / sizeof(ulong) * sizeof(ulong))..])
        {
            state = BitOperations.Crc32C(state, rest);
        }

        return ~state;
    }
}
