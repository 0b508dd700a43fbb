using System.Text;
using Refrain.Checkpoints;

namespace Refrain.Tests.Checkpoints;

/// <summary>Writes small GGUF files, also ones that lie.</summary>
internal sealed class GgufBuilder
{
    private string? without;
    private readonly MemoryStream keys = new();
    private readonly MemoryStream tensors = new();
    private readonly MemoryStream data = new();

    public uint Version { get; set; } = 3;

    public ulong KeyCount { get; set; }

    public ulong TensorCount { get; set; }

    /// <summary>A complete llama of one layer, width 8, two heads, four tokens; one tensor can be left out.</summary>
    public static GgufBuilder TinyLlama(string? without = null)
    {
        var gguf = new GgufBuilder { without = without };
        gguf.Key("general.architecture", "llama");
        gguf.Key("llama.block_count", 1u).Key("llama.embedding_length", 8u).Key("llama.feed_forward_length", 12u);
        gguf.Key("llama.attention.head_count", 2u).Key("llama.attention.head_count_kv", 1u).Key("llama.context_length", 32u);
        gguf.Key("llama.attention.layer_norm_rms_epsilon", 1e-5f).Key("tokenizer.ggml.eos_token_id", 3u);
        gguf.Key("tokenizer.ggml.tokens", ["a", "b", "c", "d"]);
        gguf.Tensor("token_embd.weight", 8, 4).Tensor("output_norm.weight", 8);
        gguf.Tensor("blk.0.attn_norm.weight", 8).Tensor("blk.0.ffn_norm.weight", 8);
        gguf.Tensor("blk.0.attn_q.weight", 8, 8)
            .Tensor("blk.0.attn_k.weight", 8, 4)
            .Tensor("blk.0.attn_v.weight", 8, 4)
            .Tensor("blk.0.attn_output.weight", 8, 8);
        gguf.Tensor("blk.0.ffn_gate.weight", 8, 12).Tensor("blk.0.ffn_up.weight", 8, 12).Tensor("blk.0.ffn_down.weight", 12, 8);
        return gguf;
    }

    public GgufBuilder Key(string key, string value) => Key(key, GgufType.String, Text(value));

    public GgufBuilder Key(string key, uint value) => Key(key, GgufType.UInt32, BitConverter.GetBytes(value));

    public GgufBuilder Key(string key, float value) => Key(key, GgufType.Float32, BitConverter.GetBytes(value));

    public GgufBuilder Key(string key, string[] values) =>
        Key(
            key,
            GgufType.Array,
            [.. BitConverter.GetBytes((uint)GgufType.String), .. BitConverter.GetBytes((ulong)values.Length), .. values.SelectMany(Text)]
        );

    public GgufBuilder Key(string key, int[] values) =>
        Key(
            key,
            GgufType.Array,
            [
                .. BitConverter.GetBytes((uint)GgufType.Int32),
                .. BitConverter.GetBytes((ulong)values.Length),
                .. values.SelectMany(BitConverter.GetBytes),
            ]
        );

    public GgufBuilder Key(string key, GgufType type, byte[] value)
    {
        keys.Write([.. Text(key), .. BitConverter.GetBytes((uint)type), .. value]);
        KeyCount++;
        return this;
    }

    /// <summary>A float32 tensor of rising values; dimensions as in the file, innermost first.</summary>
    public GgufBuilder Tensor(string name, params long[] dimensions)
    {
        long elements = dimensions.Aggregate(1L, (product, dimension) => product * dimension);
        return Tensor(name, [.. Enumerable.Range(0, (int)elements).Select(i => (float)i)], dimensions);
    }

    /// <summary>A float32 tensor; dimensions as in the file, innermost first.</summary>
    public GgufBuilder Tensor(string name, float[] values, params long[] dimensions)
    {
        if (name == this.without)
        {
            return this;
        }

        Entry(name, 0, (ulong)this.data.Length, [.. dimensions.Select(dimension => (ulong)dimension)]);
        foreach (float value in values)
        {
            this.data.Write(BitConverter.GetBytes(value));
        }

        this.data.Write(new byte[(32 - (this.data.Length % 32)) % 32]);
        return this;
    }

    /// <summary>A tensor of given bytes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its number in ggml_type.</param>
    /// <param name="data">Whole blocks.</param>
    /// <param name="dimensions">Innermost first.</param>
    public GgufBuilder Stored(string name, uint type, byte[] data, params ulong[] dimensions)
    {
        Entry(name, type, (ulong)this.data.Length, dimensions);
        this.data.Write(data);
        this.data.Write(new byte[(32 - (this.data.Length % 32)) % 32]);
        return this;
    }

    /// <summary>An entry of the tensor list without data.</summary>
    public GgufBuilder Entry(string name, uint type, ulong offset, params ulong[] dimensions)
    {
        tensors.Write([
            .. Text(name),
            .. BitConverter.GetBytes((uint)dimensions.Length),
            .. dimensions.SelectMany(BitConverter.GetBytes),
            .. BitConverter.GetBytes(type),
            .. BitConverter.GetBytes(offset),
        ]);
        TensorCount++;
        return this;
    }

    public byte[] Bytes()
    {
        byte[] header =
        [
            .. "GGUF"u8,
            .. BitConverter.GetBytes(Version),
            .. BitConverter.GetBytes(TensorCount),
            .. BitConverter.GetBytes(KeyCount),
            .. keys.ToArray(),
            .. tensors.ToArray(),
        ];
        return [.. header, .. new byte[(32 - (header.Length % 32)) % 32], .. this.data.ToArray()];
    }

    private static byte[] Text(string text) =>
        [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];
}
