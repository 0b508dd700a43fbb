using System.Runtime.InteropServices;
using Refrain.Checkpoints;
using Refrain.Checkpoints.Quantisation;
using Refrain.Graphs;
using Refrain.Inference;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference;

public class QuantisedStreamTests
{
    private static readonly (string Part, uint Number, StorageType Type)[] Stored =
    [
        ("attn_q", 8, StorageType.Q8_0),
        ("attn_k", 2, StorageType.Q4_0),
        ("attn_v", 14, StorageType.Q6_K),
        ("attn_output", 6, StorageType.Q5_0),
        ("ffn_gate", 11, StorageType.Q3_K),
        ("ffn_up", 12, StorageType.Q4_K),
        ("ffn_down", 1, StorageType.F16),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(8 << 20)]
    public void A_files_blocks_come_out_as_its_values_with_the_rows_of_queries_and_keys_put_back(int buffer)
    {
        using var folder = new TemporaryFolder();
        using var checkpoint = Checkpoint.Open(folder.Write("mixed.gguf", Mixed()));
        var parameters = ModelGraph.Build(checkpoint.Config, new GraphPlan(), checkpoint.Tensors).Parameters;
        int kept = 0;
        foreach (var numbers in parameters.Where(parameter => parameter.Layout == Layout.Numbers))
        {
            var scales = Assert.Single(parameters, parameter => parameter.Layout == Layout.Scales && parameter.Source == numbers.Source);
            float[] values = SymmetricBlocksTests.Values(
                numbers.Format!,
                MemoryMarshal.Cast<byte, float>(Streamed(checkpoint, scales, buffer)).ToArray(),
                Streamed(checkpoint, numbers, buffer)
            );
            float[] expected = checkpoint.Read(numbers.Source);
            if (BlockFormat.Keeps(checkpoint.Tensors[numbers.Source].Type))
            {
                kept++;
                Assert.Equal(expected, values);
                continue;
            }

            for (int i = 0; i < expected.Length; i++)
            {
                float largest = expected.AsSpan(i / 32 * 32, 32).ToArray().Max(Math.Abs);
                Assert.InRange(Math.Abs(expected[i] - values[i]), 0, largest / 127 * 0.50001f);
            }
        }

        Assert.Equal(5, kept);
        Assert.Equal(Stored.Length + 1, parameters.Count(parameter => parameter.Layout == Layout.Numbers));
        Assert.DoesNotContain(parameters, parameter => parameter.Layout == Layout.Transposed);
    }

    [Fact]
    public void Rows_that_no_blocks_fill_stay_float32()
    {
        using var folder = new TemporaryFolder();
        using var checkpoint = Checkpoint.Open(folder.Write("tiny.gguf", GgufBuilder.TinyLlama().Bytes()));
        Assert.All(ModelGraph.Build(checkpoint.Config, new GraphPlan(), checkpoint.Tensors).Parameters, parameter =>
            Assert.Null(parameter.Format)
        );
    }

    private static byte[] Streamed(Checkpoint checkpoint, Parameter parameter, int buffer)
    {
        var bytes = new MemoryStream();
        QuantisedStream.Write(checkpoint, parameter, bytes.Write, buffer);
        Assert.Equal(parameter.Bytes, bytes.Length);
        return bytes.ToArray();
    }

    // One layer, width 256, four heads of which two have keys; random blocks of seven types.
    private static byte[] Mixed()
    {
        var random = new Random(29);
        var gguf = new GgufBuilder();
        gguf.Key("general.architecture", "llama");
        gguf.Key("llama.block_count", 1u).Key("llama.embedding_length", 256u).Key("llama.feed_forward_length", 256u);
        gguf.Key("llama.attention.head_count", 4u).Key("llama.attention.head_count_kv", 2u).Key("llama.context_length", 32u);
        gguf.Key("llama.attention.layer_norm_rms_epsilon", 1e-5f).Key("tokenizer.ggml.eos_token_id", 3u);
        gguf.Key("tokenizer.ggml.tokens", ["a", "b", "c", "d"]);
        gguf.Tensor("token_embd.weight", 256, 4).Tensor("output_norm.weight", 256);
        gguf.Tensor("blk.0.attn_norm.weight", 256).Tensor("blk.0.ffn_norm.weight", 256);
        foreach ((string part, uint number, StorageType type) in Stored)
        {
            int rows = part is "attn_k" or "attn_v" ? 128 : 256;
            var bytes = new byte[rows * 256 / type.BlockElements() * type.BlockBytes()];
            random.NextBytes(bytes);
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] &= 0xBF; // no scale and no value that is not finite
            }

            gguf.Stored($"blk.0.{part}.weight", number, bytes, 256, (ulong)rows);
        }

        return gguf.Bytes();
    }
}
