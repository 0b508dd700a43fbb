using System.Globalization;
using System.Text;
using Refrain.Checkpoints;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Inference.Sidecars;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference;

// It counts what the whole process allocates: nothing may run beside it.
[CollectionDefinition(nameof(HugeTensors), DisableParallelization = true)]
public sealed class HugeTensors;

[Collection(nameof(HugeTensors))]
public class HugeTensorTests
{
    private const int Rows = 560_000,
        Columns = 1024; // 2.3 GB as float32, more than an array's bytes or an int can say

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
        long bytes = (long)Rows * Columns * sizeof(float),
            before = GC.GetTotalAllocatedBytes(),
            nonzero = 0,
            at = 0,
            where = -1;
        var places = new SidecarLayout("f32", [("w", bytes)]);
        using var sidecar = Sidecar.Open(
            Path.Combine(folder.Path, "sidecar.f32"),
            places,
            new SidecarSubject("huge", folder.Path),
            (_, writer) => WeightStream.Write(checkpoint, parameter, piece =>
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
                })
        );
        Assert.Equal(1, nonzero);
        long row = Rows - 1,
            column = Columns - 2; // where Sparse puts its 1
        Assert.Equal((Layout)layout == Layout.Transposed ? column * Rows + row : row * Columns + column, where);
        unsafe
        {
            Assert.Equal(1f, ((float*)sidecar.Address("w"))[where]);
        }

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 200_000_000);
    }

    // All zeros, for which the file system keeps no blocks, but for a 1 near the embedding's end.
    private static Checkpoint Sparse(string folder)
    {
        const string Layer = "model.layers.0.";
        (string Name, long[] Shape)[] tensors =
        [
            ("model.embed_tokens.weight", [Rows, Columns]),
            ("model.norm.weight", [Columns]),
            (Layer + "input_layernorm.weight", [Columns]),
            (Layer + "post_attention_layernorm.weight", [Columns]),
            (Layer + "self_attn.q_proj.weight", [64, Columns]),
            (Layer + "self_attn.k_proj.weight", [64, Columns]),
            (Layer + "self_attn.v_proj.weight", [64, Columns]),
            (Layer + "self_attn.o_proj.weight", [Columns, 64]),
            (Layer + "mlp.gate_proj.weight", [32, Columns]),
            (Layer + "mlp.up_proj.weight", [32, Columns]),
            (Layer + "mlp.down_proj.weight", [Columns, 32]),
        ];
        var header = new StringBuilder("{");
        long offset = 0;
        foreach ((string name, long[] shape) in tensors)
        {
            long length = 2 * shape.Aggregate((product, size) => product * size);
            header.Append(
                CultureInfo.InvariantCulture,
                $"{(offset == 0 ? "" : ",")}\"{name}\":{{\"dtype\":\"BF16\",\"shape\":[{string.Join(",", shape)}],"
                    + $"\"data_offsets\":[{offset},{offset + length}]}}"
            );
            offset += length;
        }

        byte[] text = Encoding.UTF8.GetBytes(header.Append('}').ToString());
        using (var stream = new FileStream(Path.Combine(folder, "model.safetensors"), FileMode.CreateNew))
        {
            stream.Write(BitConverter.GetBytes((long)text.Length));
            stream.Write(text);
            stream.Seek(2 * ((Rows - 1L) * Columns + Columns - 2), SeekOrigin.Current);
            stream.Write([0x80, 0x3F]); // 1 as bfloat16
            stream.SetLength(8 + text.Length + offset);
        }

        File.WriteAllText(
            Path.Combine(folder, "config.json"),
            $$"""
            {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "hidden_size": {{Columns}}, "intermediate_size": 32,
            "num_hidden_layers": 1, "num_attention_heads": 1, "num_key_value_heads": 1,
             "head_dim": 64, "vocab_size": {{Rows}}, "max_position_embeddings": 64, "rope_theta": 10000.0, "rms_norm_eps": 1e-5,
             "hidden_act": "silu", "tie_word_embeddings": true, "eos_token_id": 1}
            """
        );
        return Checkpoint.Open(folder);
    }
}
