using System.Globalization;
using System.Text;
using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Inference.Sidecars;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference;

public class HugeTensorTests
{
    private const int Rows = 560_000, Columns = 1024; // 2.3 GB as float32, more than an array's bytes or an int can say

    [Theory]
    [InlineData(Layout.AsStored)]
    [InlineData(Layout.Transposed)]
    public void A_tensor_beyond_2_GiB_passes_in_bounded_memory(object layout)
    {
        Shared.NeedSlow();
        using var folder = new TemporaryFolder();
        using var checkpoint = Sparse(folder.Path);
        long[] shape = (Layout)layout == Layout.Transposed ? [Columns, Rows] : [Rows, Columns];
        var parameter = new Parameter("model.embed_tokens.weight", (Layout)layout, shape);
        long bytes = (long)Rows * Columns * sizeof(float), before = GC.GetTotalAllocatedBytes(), nonzero = 0, at = 0, where = -1;
        var places = new SidecarLayout("f32", [("w", bytes)]);
        using var sidecar = Sidecar.Open(Path.Combine(folder.Path, "sidecar.f32"), places, new SidecarSubject("huge", folder.Path), (_, writer) => WeightStream.Write(checkpoint, parameter, piece =>
        {
            foreach (float value in System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(piece))
            {
                if (value != 0)
                {
                    nonzero++;
                    where = at;
                }

                at++;
            }

            writer.Append(piece);
        }));
        Assert.Equal(1, nonzero);
        long row = Rows - 1, column = Columns - 2; // where Sparse puts its 1
        Assert.Equal((Layout)layout == Layout.Transposed ? column * Rows + row : row * Columns + column, where);
        unsafe
        {
            Assert.Equal(1f, ((float*)sidecar.Address("w"))[where]);
        }

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200_000_000);
    }

    // A bfloat16 embedding of zeros with a 1 near its end; the file system keeps no blocks for the zeros.
    private static Checkpoint Sparse(string folder)
    {
        string golden = Shared.Path("golden", "architectures", "llama");
        using var original = SafetensorsFile.Open(Path.Combine(golden, "model.safetensors"));
        var header = new StringBuilder("{");
        long offset = 0;
        foreach (var tensor in original.Tensors.Values)
        {
            bool huge = tensor.Name == "model.embed_tokens.weight";
            long[] shape = huge ? [Rows, Columns] : [.. tensor.Shape];
            long length = huge ? 2L * Rows * Columns : tensor.Length;
            header.Append(CultureInfo.InvariantCulture, $"{(offset == 0 ? "" : ",")}\"{tensor.Name}\":{{\"dtype\":\"{(huge ? "BF16" : tensor.Type.ToString())}\",\"shape\":[{string.Join(",", shape)}],\"data_offsets\":[{offset},{offset + length}]}}");
            offset += length;
        }

        byte[] text = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        string file = Path.Combine(folder, "model.safetensors");
        using (var stream = new FileStream(file, FileMode.CreateNew))
        {
            stream.Write(BitConverter.GetBytes((long)text.Length));
            stream.Write(text);
            stream.SetLength(8 + text.Length + offset);
        }

        File.Copy(Path.Combine(golden, "config.json"), Path.Combine(folder, "config.json"));
        var checkpoint = Checkpoint.Open(folder);
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            stream.Seek(checkpoint.Tensors["model.embed_tokens.weight"].Offset + 2 * ((Rows - 1L) * Columns + Columns - 2), SeekOrigin.Begin);
            stream.Write([0x80, 0x3F]);
        }

        return checkpoint;
    }
}
