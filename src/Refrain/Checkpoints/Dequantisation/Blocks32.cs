using System.Buffers.Binary;
using System.Runtime.Intrinsics;

namespace Refrain.Checkpoints.Dequantisation;

/// <summary>GGUF blocks of 32 elements with one float16 scale d, and for the <c>_1</c> types a float16 minimum m.</summary>
/// <remarks>Layouts: <c>block_q4_0</c> to <c>block_q8_0</c> in ggml-common.h. Byte j of 16 holds elements j (low nibble) and j +
/// 16.</remarks>
internal static class Blocks32
{
    private const int Size = 32;

    /// <summary>d·q with 32 signed bytes q.</summary>
    public static void Q8_0(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[34..], destination = destination[Size..])
        {
            float scale = HalfAt(source, 0);
            (Vector256<short> low, Vector256<short> high) = Vector256.Widen(Vector256.Create<byte>(source.Slice(2, Size)).AsSByte());
            Store(low, scale, destination);
            Store(high, scale, destination[16..]);
        }
    }

    /// <summary>d·(q − 8) with nibbles q.</summary>
    public static void Q4_0(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[18..], destination = destination[Size..])
        {
            float scale = HalfAt(source, 0);
            for (int j = 0; j < 16; j++)
            {
                byte pair = source[2 + j];
                destination[j] = scale * ((pair & 15) - 8);
                destination[j + 16] = scale * ((pair >> 4) - 8);
            }
        }
    }

    /// <summary>d·q + m with nibbles q.</summary>
    public static void Q4_1(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[20..], destination = destination[Size..])
        {
            float scale = HalfAt(source, 0),
                minimum = HalfAt(source, 2);
            for (int j = 0; j < 16; j++)
            {
                byte pair = source[4 + j];
                destination[j] = (scale * (pair & 15)) + minimum;
                destination[j + 16] = (scale * (pair >> 4)) + minimum;
            }
        }
    }

    /// <summary>d·(q − 16): nibbles, and bit j of a 32-bit word as the fifth bit of element j.</summary>
    public static void Q5_0(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[22..], destination = destination[Size..])
        {
            float scale = HalfAt(source, 0);
            uint fifth = BinaryPrimitives.ReadUInt32LittleEndian(source[2..]);
            for (int j = 0; j < 16; j++)
            {
                byte pair = source[6 + j];
                destination[j] = scale * ((pair & 15 | Fifth(fifth, j)) - 16);
                destination[j + 16] = scale * ((pair >> 4 | Fifth(fifth, j + 16)) - 16);
            }
        }
    }

    /// <summary>d·q + m, the bits as in <see cref="Q5_0"/>.</summary>
    public static void Q5_1(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[24..], destination = destination[Size..])
        {
            float scale = HalfAt(source, 0),
                minimum = HalfAt(source, 2);
            uint fifth = BinaryPrimitives.ReadUInt32LittleEndian(source[4..]);
            for (int j = 0; j < 16; j++)
            {
                byte pair = source[8 + j];
                destination[j] = (scale * (pair & 15 | Fifth(fifth, j))) + minimum;
                destination[j + 16] = (scale * (pair >> 4 | Fifth(fifth, j + 16))) + minimum;
            }
        }
    }

    internal static float HalfAt(ReadOnlySpan<byte> source, int offset) => (float)BinaryPrimitives.ReadHalfLittleEndian(source[offset..]);

    private static int Fifth(uint word, int element) => (int)(word >> element & 1) << 4;

    private static void Store(Vector256<short> values, float scale, Span<float> destination)
    {
        (Vector256<int> low, Vector256<int> high) = Vector256.Widen(values);
        (Vector256.ConvertToSingle(low) * scale).CopyTo(destination);
        (Vector256.ConvertToSingle(high) * scale).CopyTo(destination[8..]);
    }
}
