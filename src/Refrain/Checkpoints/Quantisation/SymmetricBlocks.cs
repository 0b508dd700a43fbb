using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace Refrain.Checkpoints.Quantisation;

/// <summary>Turns rows into the numbers and scales of a <see cref="BlockFormat"/>.</summary>
internal static class SymmetricBlocks
{
    /// <summary>The scales that a type's blocks are stored with, the same products as dequantising makes.</summary>
    /// <param name="type">One that <see cref="BlockFormat.Keeps"/>.</param>
    /// <param name="row">Stored bytes of whole blocks.</param>
    /// <param name="scales">One for each block of the type's format.</param>
    public static void StoredScales(StorageType type, ReadOnlySpan<byte> row, Span<float> scales)
    {
        int bytes = type.BlockBytes();
        int perBlock = type.BlockElements() / BlockFormat.Of(type).Size;
        for (int i = 0; i < scales.Length; i++)
        {
            var block = row.Slice(i / perBlock * bytes, bytes);
            int group = i % perBlock;
            scales[i] = type switch
            {
                StorageType.Q6_K => HalfAt(block, 208) * (sbyte)block[192 + group],
                StorageType.Q3_K => HalfAt(block, 108)
                    * (((block[96 + (group % 8)] >> (group / 8 * 4) & 15) | (block[104 + (group % 4)] >> (group / 4 * 2) & 3) << 4) - 32),
                StorageType.Q8_0 or StorageType.Q4_0 or StorageType.Q5_0 => HalfAt(block, 0),
                _ => throw new ArgumentOutOfRangeException(nameof(type)),
            };
        }
    }

    /// <summary>Scales of new 8-bit blocks: the largest magnitude is 127, as in Q8_0, but for the scale's float32.</summary>
    public static void NewScales(ReadOnlySpan<float> row, Span<float> scales, int size)
    {
        for (int i = 0; i < scales.Length; i++)
        {
            scales[i] = Math.Abs(TensorPrimitives.MaxMagnitude(row.Slice(i * size, size))) / 127;
        }
    }

    /// <summary>
    /// The numbers round(value / scale). Of stored blocks these are the stored ones: a value is scale · q rounded once, and |q| ≤ 128
    /// leaves the quotient next to q.
    /// </summary>
    /// <param name="row">Values of whole blocks; overwritten.</param>
    /// <param name="scales">One for each block.</param>
    /// <param name="format">The numbers' format.</param>
    /// <param name="numbers">Without sign; of 4 bits two a byte, the low half first.</param>
    public static void Numbers(Span<float> row, ReadOnlySpan<float> scales, BlockFormat format, Span<byte> numbers)
    {
        int least = -format.ZeroPoint,
            most = format.ZeroPoint - 1;
        for (int i = 0; i < scales.Length; i++)
        {
            var block = row.Slice(i * format.Size, format.Size);
            if (scales[i] == 0)
            {
                block.Clear();
            }
            else
            {
                TensorPrimitives.Divide(block, scales[i], block);
                TensorPrimitives.Round(block, block);
            }

            var target = numbers.Slice(i * format.BlockBytes, format.BlockBytes);
            for (int j = 0; j < target.Length; j++)
            {
                target[j] =
                    format.Bits == 8
                        ? (byte)(Math.Clamp((int)block[j], least, most) + format.ZeroPoint)
                        : (byte)(
                            (Math.Clamp((int)block[2 * j], least, most) + format.ZeroPoint)
                            | (Math.Clamp((int)block[(2 * j) + 1], least, most) + format.ZeroPoint) << 4
                        );
            }
        }
    }

    private static float HalfAt(ReadOnlySpan<byte> source, int offset) => (float)BinaryPrimitives.ReadHalfLittleEndian(source[offset..]);
}
