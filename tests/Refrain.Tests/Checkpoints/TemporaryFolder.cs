using System.Text;
using Refrain.Checkpoints;

namespace Refrain.Tests.Checkpoints;

/// <summary>A folder that is deleted after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("refrain-checkpoints-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    /// <summary>A safetensors file from header text and a number of data bytes.</summary>
    public string WriteSafetensors(string name, string header, int dataBytes) =>
        Write(
            name,
            [.. BitConverter.GetBytes((ulong)Encoding.UTF8.GetByteCount(header)), .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]
        );

    /// <summary>Writes the tensors that a one-layer llama of width 8 needs, under names with a prefix, in Hugging Face's layout.</summary>
    public void WriteTinyLlama(string prefix = "model.", string? config = null)
    {
        Write("config.json", config ?? TinyConfig);
        (string Name, long[] Shape)[] tensors =
        [
            ("embed_tokens.weight", [4, 8]),
            ("norm.weight", [8]),
            ("layers.0.input_layernorm.weight", [8]),
            ("layers.0.post_attention_layernorm.weight", [8]),
            ("layers.0.self_attn.q_proj.weight", [8, 8]),
            ("layers.0.self_attn.k_proj.weight", [4, 8]),
            ("layers.0.self_attn.v_proj.weight", [4, 8]),
            ("layers.0.self_attn.o_proj.weight", [8, 8]),
            ("layers.0.mlp.gate_proj.weight", [12, 8]),
            ("layers.0.mlp.up_proj.weight", [12, 8]),
            ("layers.0.mlp.down_proj.weight", [8, 12]),
        ];
        SafetensorsWriter.Write(
            File("model.safetensors"),
            [.. tensors.Select(t => SafetensorsTensor.Of(prefix + t.Name, t.Shape, Rising(t.Shape)))]
        );
    }

    public const string TinyConfig = """
        {"model_type": "llama", "hidden_size": 8, "num_attention_heads": 2, "num_key_value_heads": 1, "num_hidden_layers": 1,
         "intermediate_size": 12, "vocab_size": 4, "tie_word_embeddings": true, "eos_token_id": [3, 2]}
        """;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static float[] Rising(long[] shape) =>
        [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, dimension) => product * dimension)).Select(i => (float)i)];
}
