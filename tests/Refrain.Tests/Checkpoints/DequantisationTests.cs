using Refrain.Checkpoints;
using Refrain.Checkpoints.Dequantisation;

namespace Refrain.Tests.Checkpoints;

public class DequantisationTests
{
    [Theory]
    [InlineData(StorageType.F16)]
    [InlineData(StorageType.BF16)]
    [InlineData(StorageType.Q8_0)]
    [InlineData(StorageType.Q4_0)]
    [InlineData(StorageType.Q4_1)]
    [InlineData(StorageType.Q5_0)]
    [InlineData(StorageType.Q5_1)]
    [InlineData(StorageType.Q2_K)]
    [InlineData(StorageType.Q3_K)]
    [InlineData(StorageType.Q4_K)]
    [InlineData(StorageType.Q5_K)]
    [InlineData(StorageType.Q6_K)]
    public void Blocks_give_the_reference_values_bit_for_bit(StorageType type)
    {
        using SafetensorsFile golden = SafetensorsFile.Open(Shared.Path("golden", "gguf", "blocks.safetensors"));
        float[] expected = golden.Read($"{type}.values");
        var values = new float[expected.Length];
        Dequantise.Blocks(type, golden.ReadBytes($"{type}.blocks"), values);
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), values.Select(BitConverter.SingleToInt32Bits));
    }
}
