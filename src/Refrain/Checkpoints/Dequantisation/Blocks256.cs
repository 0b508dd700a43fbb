using static Refrain.Checkpoints.Dequantisation.Blocks32;

namespace Refrain.Checkpoints.Dequantisation;

/// <summary>GGUF super-blocks of 256 elements: small scales (and minima) of 16 or 32 elements, times a float16 for all.</summary>
/// <remarks>Layouts: <c>block_q2_K</c> to <c>block_q6_K</c> in ggml-common.h. Products are rounded in the reference's order, so values
/// agree bit for bit.</remarks>
internal static class Blocks256
{
    private const int Size = 256;

    /// <summary>16 scale bytes (scale low, minimum high nibble), 64 bytes of 2-bit q, d, dmin: d·s·q − dmin·m.</summary>
    public static void Q2_K(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[84..], destination = destination[Size..])
        {
            float d = HalfAt(source, 80),
                dmin = HalfAt(source, 82);
            for (int group = 0; group < 16; group++)
            {
                // 128 elements share 32 bytes: each group of 16 takes one half of them and one pair of bits.
                int quants = 16 + (group / 8 * 32) + (group % 2 * 16),
                    shift = group % 8 / 2 * 2;
                float scale = d * (source[group] & 15),
                    minimum = dmin * (source[group] >> 4);
                for (int i = 0; i < 16; i++)
                {
                    destination[(group * 16) + i] = (scale * (source[quants + i] >> shift & 3)) - minimum;
                }
            }
        }
    }

    /// <summary>32 bytes of high bits (clear: −4), 64 bytes of 2-bit q, 12 bytes of 6-bit scales, d: d·(s − 32)·q.</summary>
    public static void Q3_K(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[110..], destination = destination[Size..])
        {
            float d = HalfAt(source, 108);
            ReadOnlySpan<byte> scales = source.Slice(96, 12);
            for (int group = 0; group < 16; group++)
            {
                int low = scales[group % 8] >> (group / 8 * 4) & 15,
                    high = scales[8 + (group % 4)] >> (group / 4 * 2) & 3;
                float scale = d * ((low | high << 4) - 32);
                int quants = 32 + (group / 8 * 32) + (group % 2 * 16),
                    shift = group % 8 / 2 * 2;
                for (int i = 0; i < 16; i++)
                {
                    // Four less where the high bit is clear; no branch, for the bits are as good as random.
                    int clear = ~(source[(group % 2 * 16) + i] >> (group / 2)) & 1;
                    destination[(group * 16) + i] = scale * ((source[quants + i] >> shift & 3) - (clear << 2));
                }
            }
        }
    }

    /// <summary>d, dmin, 12 bytes of 6-bit scales and minima, 128 bytes of nibbles: d·s·q − dmin·m.</summary>
    public static void Q4_K(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[144..], destination = destination[Size..])
        {
            for (int group = 0; group < 8; group++)
            {
                (float scale, float minimum) = ScaleAndMinimum(source, group);
                int quants = 16 + (group / 2 * 32),
                    shift = group % 2 * 4;
                for (int i = 0; i < 32; i++)
                {
                    destination[(group * 32) + i] = (scale * (source[quants + i] >> shift & 15)) - minimum;
                }
            }
        }
    }

    /// <summary>
    /// As <see cref="Q4_K"/>, with 32 bytes before the nibbles: bit g of byte i is the fifth bit of element i in group g.
    /// </summary>
    public static void Q5_K(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[176..], destination = destination[Size..])
        {
            for (int group = 0; group < 8; group++)
            {
                (float scale, float minimum) = ScaleAndMinimum(source, group);
                int quants = 48 + (group / 2 * 32),
                    shift = group % 2 * 4;
                for (int i = 0; i < 32; i++)
                {
                    int fifth = (source[16 + i] >> group & 1) << 4;
                    destination[(group * 32) + i] = (scale * (source[quants + i] >> shift & 15 | fifth)) - minimum;
                }
            }
        }
    }

    /// <summary>128 bytes of low nibbles, 64 bytes of high bit pairs, 16 signed scales, d: d·s·(q − 32).</summary>
    public static void Q6_K(ReadOnlySpan<byte> source, Span<float> destination)
    {
        for (; destination.Length > 0; source = source[210..], destination = destination[Size..])
        {
            float d = HalfAt(source, 208);
            for (int group = 0; group < 8; group++)
            {
                // A half of 128 elements is four groups of 32: nibble bytes repeat after two, the bit pairs move on with each.
                int half = group / 4,
                    part = group % 4;
                int low = (half * 64) + (part % 2 * 32),
                    lowShift = part / 2 * 4,
                    high = 128 + (half * 32),
                    highShift = part * 2;
                for (int i = 0; i < 32; i += 16)
                {
                    float scale = d * (sbyte)source[192 + (group * 2) + (i / 16)];
                    for (int j = i; j < i + 16; j++)
                    {
                        int quant = source[low + j] >> lowShift & 15 | (source[high + j] >> highShift & 3) << 4;
                        destination[(group * 32) + j] = scale * (quant - 32);
                    }
                }
            }
        }
    }

    /// <summary>The 6-bit scale and minimum of one of eight groups, as <c>get_scale_min_k4</c> unpacks them, times d and dmin.</summary>
    private static (float Scale, float Minimum) ScaleAndMinimum(ReadOnlySpan<byte> block, int group)
    {
        ReadOnlySpan<byte> packed = block.Slice(4, 12);
        int scale,
            minimum;
        if (group < 4)
        {
            scale = packed[group] & 63;
            minimum = packed[group + 4] & 63;
        }
        else
        {
            scale = packed[group + 4] & 15 | packed[group - 4] >> 6 << 4;
            minimum = packed[group + 4] >> 4 | packed[group] >> 6 << 4;
        }

        return (HalfAt(block, 0) * scale, HalfAt(block, 2) * minimum);
    }
}
