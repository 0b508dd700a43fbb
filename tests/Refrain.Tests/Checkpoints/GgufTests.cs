using Refrain.Checkpoints;

namespace Refrain.Tests.Checkpoints;

public class GgufTests
{
    [Fact]
    public void A_small_file_opens_with_its_keys_and_unpermuted_rows()
    {
        using var folder = new TemporaryFolder();
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("tiny.gguf", GgufBuilder.TinyLlama().Bytes()));
        Assert.Equal(("tiny", "gguf", 4), (checkpoint.Name, checkpoint.Format, checkpoint.Config.HeadDimension));
        Assert.Equal(["a", "b", "c", "d"], checkpoint.Gguf!.Strings("tokenizer.ggml.tokens"));
        Assert.Null(checkpoint.Gguf.String("absent"));
        // Stored rows 0 1 2 3 of a head are its rows 0 2 1 3: the first halves of the rotary pairs, then the second.
        float[] keys = checkpoint.Read("model.layers.0.self_attn.k_proj.weight");
        Assert.Equal([0, 16, 8, 24], new[] { keys[0], keys[8], keys[16], keys[24] });
        Assert.Equal(Enumerable.Range(0, 32).Select(i => (float)i), checkpoint.Read("model.layers.0.self_attn.v_proj.weight"));
    }

    [Fact]
    public void Version_2_is_read_like_version_3()
    {
        using var folder = new TemporaryFolder();
        GgufBuilder gguf = GgufBuilder.TinyLlama();
        gguf.Version = 2;
        using Checkpoint checkpoint = Checkpoint.Open(folder.Write("tiny.gguf", gguf.Bytes()));
        Assert.Equal(2u, checkpoint.Gguf!.Version);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], checkpoint.Read("model.norm.weight"));
    }

    [Fact]
    public void A_key_of_another_type_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        using GgufFile file = GgufFile.Open(folder.Write("tiny.gguf", GgufBuilder.TinyLlama().Bytes()));
        Assert.Contains(
            "llama.block_count: is UInt32; expected a string",
            Assert.Throws<BadInputException>(() => file.String("llama.block_count")).Message
        );
        Assert.Contains("is an array of 4 String", Assert.Throws<BadInputException>(() => file.Integer("tokenizer.ggml.tokens")).Message);
    }

    public static TheoryData<string, string> Lies { get; } =
        new()
        {
            { "version 1", "GGUF version 1, which is not supported" },
            { "version 4", "GGUF version 4" },
            { "big-endian", "big-endian" },
            { "key count", "keys with" },
            { "tensor count", "tensors with" },
            { "key twice", "general.architecture: appears twice" },
            { "tensor twice", "token_embd.weight: appears twice" },
            { "type", "IQ2_XXS, which is not supported" },
            { "unknown type", "number 77" },
            { "offset", "lies at" },
            { "misaligned", "aligned to 32" },
            { "overlap", "overlaps" },
            { "zero dimension", "dimension 0" },
            { "huge dimension", "more elements than any file" },
            { "dimensions", "5 dimensions" },
            { "partial block", "a multiple of 32 for Q8_0" },
            { "array count", "elements of bomb" },
            { "nested array", "array of arrays" },
            { "value type", "unknown value type 99" },
            { "alignment", "general.alignment: is 3" },
            { "architecture", "is mamba, which is not supported; expected llama" },
            { "foreign tensor", "is a tensor that llama does not have" },
            { "experts", "expert_used_count: is missing" },
            { "rope", "rope.scaling.factor: is missing" },
        };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_lying_file_is_one_clear_error(string lie, string expected)
    {
        GgufBuilder gguf = lie == "architecture" ? new GgufBuilder().Key("general.architecture", "mamba") : GgufBuilder.TinyLlama();
        switch (lie)
        {
            case "version 1":
                gguf.Version = 1;
                break;
            case "version 4":
                gguf.Version = 4;
                break;
            case "big-endian":
                gguf.Version = 3u << 24;
                break;
            case "key count":
                gguf.KeyCount = ulong.MaxValue;
                break;
            case "tensor count":
                gguf.TensorCount = 1UL << 40;
                break;
            case "key twice":
                gguf.Key("general.architecture", "llama");
                break;
            case "tensor twice":
                gguf.Tensor("token_embd.weight", 8);
                break;
            case "type":
                gguf.Entry("x", 16, 0, 256);
                break;
            case "unknown type":
                gguf.Entry("x", 77, 0, 256);
                break;
            case "offset":
                gguf.Entry("x", 0, ulong.MaxValue - 31, 8);
                break;
            case "misaligned":
                gguf.Entry("x", 0, 4, 1);
                break;
            case "overlap":
                gguf.Entry("x", 0, 0, 1);
                break;
            case "zero dimension":
                gguf.Entry("x", 0, 0, 0);
                break;
            case "huge dimension":
                gguf.Entry("x", 0, 0, 1UL << 62, 1UL << 62);
                break;
            case "dimensions":
                gguf.Entry("x", 0, 0, 1, 1, 1, 1, 1);
                break;
            case "partial block":
                gguf.Entry("x", 8, 0, 33);
                break;
            case "array count":
                gguf.Key("bomb", GgufType.Array, [.. BitConverter.GetBytes((uint)GgufType.UInt64), .. BitConverter.GetBytes(1UL << 61)]);
                break;
            case "nested array":
                gguf.Key("nested", GgufType.Array, [.. BitConverter.GetBytes((uint)GgufType.Array), .. new byte[8]]);
                break;
            case "value type":
                gguf.Key("odd", (GgufType)99, []);
                break;
            case "alignment":
                gguf.Key("general.alignment", 3u);
                break;
            case "foreign tensor":
                gguf.Tensor("blk.0.ssm_conv1d.weight", 4);
                break;
            case "experts":
                gguf.Key("llama.expert_count", 8u);
                break;
            case "rope":
                gguf.Key("llama.rope.scaling.type", "yarn");
                break;
        }

        using var folder = new TemporaryFolder();
        string path = folder.Write("bad.gguf", gguf.Bytes());
        var error = Assert.Throws<BadInputException>(() => Checkpoint.Open(path));
        Assert.Contains("bad.gguf", error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("FUGG\0\0\0\u0003", "big-endian")]
    [InlineData("GGUF\0\0\0\u0002", "big-endian")]
    [InlineData("GGUF\0\0\0\u0004", "big-endian")]
    [InlineData("GGUF\0\0\0\0", "GGUF version 0, which is not supported; expected version 2 or 3")]
    [InlineData("GGUF\u0001\0\0\0", "GGUF version 1, which is not supported; expected version 2 or 3")]
    [InlineData("GGUF\u0005\0\0\0", "GGUF version 5, which is not supported; expected version 2 or 3")]
    [InlineData("tjgg\u0003\0\0\0", "from before GGUF (GGML, GGMF or GGJT)")]
    [InlineData("lmgg\u0003\0\0\0", "from before GGUF (GGML, GGMF or GGJT)")]
    [InlineData("fmgg\u0003\0\0\0", "from before GGUF (GGML, GGMF or GGJT)")]
    [InlineData("PK\u0003\u0004\0\0\0\0", "does not begin as a GGUF file does")]
    public void Other_formats_and_versions_are_refused_by_name(string start, string expected)
    {
        using var folder = new TemporaryFolder();
        byte[] whole = GgufBuilder.TinyLlama().Bytes();
        string path = folder.Write("other.gguf", [.. start.Select(character => (byte)character), .. whole[8..]]);
        string message = Assert.Throws<BadInputException>(() => GgufFile.Open(path)).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(expected, message);
    }

    /// <summary>
    /// Numbers of ggml_type: what can be read, what may stand in a file without being a weight, and what is refused at once.
    /// </summary>
    [Fact]
    public void Every_tensor_type_is_read_or_refused_by_name()
    {
        uint[] readable = [0, 1, 2, 3, 6, 7, 8, 10, 11, 12, 13, 14, 30],
            plain = [24, 25, 26, 27, 28];
        using var folder = new TemporaryFolder();
        for (uint number = 0; number < 64; number++)
        {
            GgufBuilder gguf = new();
            gguf.Entry("x", number, 0, 256);
            string path = folder.Write("types.gguf", [.. gguf.Bytes(), .. new byte[2048]]);
            if (readable.Contains(number) || plain.Contains(number))
            {
                using GgufFile file = GgufFile.Open(path);
                Assert.Equal(readable.Contains(number), file.Tensors["x"].Type.IsReadable());
                Assert.Equal(StorageLayout.GgufName(number), file.Tensors["x"].Type.ToString());
            }
            else
            {
                string message = Assert.Throws<BadInputException>(() => GgufFile.Open(path)).Message;
                Assert.Contains(
                    $"types.gguf: x: is stored as {StorageLayout.GgufName(number)}, which is not supported; "
                        + $"expected {StorageLayout.Readable}",
                    message
                );
            }
        }
    }

    [Theory]
    [InlineData(24u, 1, "I8")]
    [InlineData(25u, 2, "I16")]
    [InlineData(26u, 4, "I32")]
    [InlineData(27u, 8, "I64")]
    [InlineData(28u, 8, "F64")]
    public void Weights_of_a_type_that_is_no_float_are_refused_by_name(uint type, int bytes, string name)
    {
        using var folder = new TemporaryFolder();
        GgufBuilder gguf = GgufBuilder.TinyLlama(without: "output_norm.weight").Stored("output_norm.weight", type, new byte[8 * bytes], 8);
        string path = folder.Write("typed.gguf", gguf.Bytes());
        Assert.Contains($"is {name} [8], which cannot be read", Assert.Throws<BadInputException>(() => Checkpoint.Open(path)).Message);
    }

    [Fact]
    public void Every_truncation_is_one_clear_error()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = GgufBuilder.TinyLlama().Bytes();
        // The last tensor's data end where the file does: 12 · 8 floats are a multiple of the alignment.
        for (int length = 0; length < whole.Length; length += length < 1100 ? 1 : 97)
        {
            Assert.Throws<BadInputException>(() => Checkpoint.Open(folder.Write("cut.gguf", whole[..length])));
        }
    }
}
