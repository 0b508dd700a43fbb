using System.Runtime.InteropServices;
using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Inference;

namespace Refrain.Tests.Inference;

public class WeightStreamTests
{
    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (string name in (string[])["architectures/llama", "architectures/gemma3", "gguf/llama-f32.gguf", "gguf/gemma3-f32.gguf"])
        {
            foreach (int buffer in (int[])[1, 100, 4096, 8 << 20])
            {
                cases.Add(name, buffer);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_buffer_gives_what_a_whole_read_gives(string name, int buffer)
    {
        using var checkpoint = Checkpoint.Open(Shared.Path(["golden", .. name.Split('/')]));
        foreach (var parameter in ModelGraph.Build(checkpoint.Config, new GraphPlan()).Parameters)
        {
            Assert.True(Naive(checkpoint, parameter).AsSpan().SequenceEqual(Streamed(checkpoint, parameter, buffer)), parameter.Name);
        }
    }

    [Theory]
    [InlineData(nameof(StorageType.Q4_K), 144)]
    [InlineData(nameof(StorageType.Q6_K), 210)]
    [InlineData(nameof(StorageType.Q8_0), 34)]
    public void Blocks_that_a_narrow_buffer_cuts_are_decoded_right(string storage, int blockBytes)
    {
        var type = Enum.Parse<StorageType>(storage);
        const int Rows = 37,
            Columns = 512;
        using var folder = new Checkpoints.TemporaryFolder();
        byte[] bytes = new byte[Rows * Columns / type.BlockElements() * blockBytes];
        new Random(3).NextBytes(bytes);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= 0x3F; // no exponent that makes a NaN
        }

        string path = Path.Combine(folder.Path, "blocks");
        File.WriteAllBytes(path, bytes);
        using var file = MappedFile.Open(path);
        var entry = new TensorEntry("w", [Rows, Columns], type, path, 0, bytes.Length);
        var whole = new float[Rows * Columns];
        using (var pinned = file.Pin(0, bytes.Length))
        {
            Refrain.Checkpoints.Dequantisation.Dequantise.All(entry, pinned, whole);
        }

        using var rows = new TensorRows(file, entry, Columns, 5, Rows - 5, row => row);
        var read = new float[4 * 256];
        rows.Read(9, 4, 256, 256, read);
        for (int row = 0; row < 4; row++)
        {
            Assert.True(whole.AsSpan((9 + row) * Columns + 256, 256).SequenceEqual(read.AsSpan(row * 256, 256)));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Read(4, 1, 0, 256, read));
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Read(Rows, 1, 0, 256, read));
    }

    internal static float[] Naive(Checkpoint checkpoint, Parameter parameter)
    {
        float[] values = checkpoint.Read(parameter.Source);
        if (parameter.Layout == Layout.OnePlus && !checkpoint.NormsIncludeOne)
        {
            return [.. values.Select(value => value + 1f)];
        }

        if (parameter.Layout != Layout.Transposed)
        {
            return values;
        }

        int rows = (int)parameter.Shape[1],
            columns = (int)parameter.Shape[0];
        return [.. Enumerable.Range(0, values.Length).Select(i => values[i % rows * columns + i / rows])];
    }

    private static float[] Streamed(Checkpoint checkpoint, Parameter parameter, int buffer)
    {
        var bytes = new MemoryStream();
        WeightStream.Write(checkpoint, parameter, piece => bytes.Write(piece), buffer);
        return MemoryMarshal.Cast<byte, float>(bytes.ToArray()).ToArray();
    }
}
