using Refrain.Checkpoints;
using Refrain.Checkpoints.Dequantisation;

namespace Refrain.Tests.Checkpoints;

public class DequantisationTests
{
    /// <summary>Every type that can be read, but for F32, whose values are its bytes.</summary>
    public static TheoryData<string> Types =>
        [.. Enum.GetValues<StorageType>().Where(type => type.IsReadable() && type != StorageType.F32).Select(type => $"{type}")];

    [Fact]
    public void The_reference_holds_no_type_that_is_not_compared()
    {
        using SafetensorsFile golden = SafetensorsFile.Open(Shared.Path("golden", "gguf", "blocks.safetensors"));
        Assert.Equal(
            Types.Select(row => $"{row.Data}.blocks").Order(),
            golden.Tensors.Keys.Where(name => name.EndsWith(".blocks", StringComparison.Ordinal)).Order()
        );
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Blocks_give_the_reference_values_bit_for_bit(string storage)
    {
        var type = Enum.Parse<StorageType>(storage);
        using SafetensorsFile golden = SafetensorsFile.Open(Shared.Path("golden", "gguf", "blocks.safetensors"));
        float[] expected = golden.Read($"{type}.values");
        var values = new float[expected.Length];
        Dequantise.Blocks(type, golden.ReadBytes($"{type}.blocks"), values);
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), values.Select(BitConverter.SingleToInt32Bits));
    }
}
