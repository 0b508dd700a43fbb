using Refrain.Checkpoints;
using Refrain.Checkpoints.Dequantisation;
using Refrain.Checkpoints.Quantisation;

namespace Refrain.Tests.Checkpoints;

public class SymmetricBlocksTests
{
    [Theory]
    [InlineData(nameof(StorageType.Q8_0))]
    [InlineData(nameof(StorageType.Q4_0))]
    [InlineData(nameof(StorageType.Q5_0))]
    [InlineData(nameof(StorageType.Q3_K))]
    [InlineData(nameof(StorageType.Q6_K))]
    public void Stored_blocks_keep_every_value_bit_for_bit(string storage)
    {
        var type = Enum.Parse<StorageType>(storage);
        using SafetensorsFile golden = SafetensorsFile.Open(Shared.Path("golden", "gguf", "blocks.safetensors"));
        float[] expected = golden.Read($"{type}.values");
        byte[] blocks = golden.ReadBytes($"{type}.blocks");
        Assert.True(BlockFormat.Keeps(type));
        var format = BlockFormat.Of(type);
        var scales = new float[expected.Length / format.Size];
        var numbers = new byte[scales.Length * format.BlockBytes];
        SymmetricBlocks.StoredScales(type, blocks, scales);
        SymmetricBlocks.Numbers((float[])expected.Clone(), scales, format, numbers);

        // + 0: where a scale is zero the sign of its zeros is lost.
        Assert.Equal(
            expected.Select(value => BitConverter.SingleToInt32Bits(value + 0)),
            Values(format, scales, numbers).Select(value => BitConverter.SingleToInt32Bits(value + 0))
        );
    }

    [Theory]
    [InlineData(nameof(StorageType.Q8_0), 34)]
    [InlineData(nameof(StorageType.Q4_0), 18)]
    [InlineData(nameof(StorageType.Q5_0), 22)]
    [InlineData(nameof(StorageType.Q3_K), 110)]
    [InlineData(nameof(StorageType.Q6_K), 210)]
    public void So_do_blocks_of_random_bytes_with_negative_tiny_and_zero_scales(string storage, int size)
    {
        var type = Enum.Parse<StorageType>(storage);
        var random = new Random(11);
        var bytes = new byte[200 * size];
        random.NextBytes(bytes);
        int scaleAt = type switch
        {
            StorageType.Q6_K => 208,
            StorageType.Q3_K => 108,
            _ => 0,
        };
        for (int block = 0; block < 200; block++)
        {
            Half scale = block switch
            {
                0 => Half.Zero,
                1 => Half.Epsilon,
                2 => Half.MaxValue,
                _ => (Half)(random.NextDouble() - 0.5),
            };
            BitConverter.TryWriteBytes(bytes.AsSpan((block * size) + scaleAt), scale);
        }

        var values = new float[200 * type.BlockElements()];
        Dequantise.Blocks(type, bytes, values);
        var format = BlockFormat.Of(type);
        var scales = new float[values.Length / format.Size];
        var numbers = new byte[scales.Length * format.BlockBytes];
        SymmetricBlocks.StoredScales(type, bytes, scales);
        SymmetricBlocks.Numbers((float[])values.Clone(), scales, format, numbers);

        // As numbers: a zero scale gives a zero whose sign is lost.
        Assert.Equal(values, Values(format, scales, numbers));
    }

    [Fact]
    public void Other_values_are_within_half_a_step_and_the_largest_is_127()
    {
        var random = new Random(5);
        float[] values =
        [
            .. Enumerable.Range(0, 32 * 50).Select(i => i < 32 ? 0f : (float)((random.NextDouble() - 0.5) * Math.Pow(10, i / 320))),
        ];
        var format = BlockFormat.Of(StorageType.BF16);
        var scales = new float[50];
        var numbers = new byte[values.Length];
        SymmetricBlocks.NewScales(values, scales, format.Size);
        SymmetricBlocks.Numbers((float[])values.Clone(), scales, format, numbers);
        float[] held = Values(format, scales, numbers);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.InRange(Math.Abs(values[i] - held[i]), 0, scales[i / 32] * 0.50001f);
        }

        Assert.All(numbers.Chunk(32).Skip(1), block => Assert.Equal(127, block.Max(number => Math.Abs(number - 128))));
        Assert.All(numbers[..32], number => Assert.Equal(128, number));
    }

    /// <summary>scale · (number − zero point), as MatMulNBits reads its weights.</summary>
    internal static float[] Values(BlockFormat format, float[] scales, byte[] numbers)
    {
        var values = new float[scales.Length * format.Size];
        for (int i = 0; i < values.Length; i++)
        {
            int number = format.Bits == 8 ? numbers[i] : numbers[i / 2] >> (i % 2 * 4) & 15;
            values[i] = scales[i / format.Size] * (number - format.ZeroPoint);
        }

        return values;
    }
}
