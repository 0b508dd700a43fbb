using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Inference.Rotary;

/// <summary>
/// The weights of <see cref="RandomModel"/> as a GGUF file that llama.cpp reads: a llama, or a gemma3 with the norms it has besides.
/// </summary>
internal static class RandomGguf
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    /// <summary>The file's bytes; the rotary keys are the caller's.</summary>
    /// <param name="architecture"><c>llama</c> or <c>gemma3</c>.</param>
    /// <param name="scaling">Adds keys and tensors.</param>
    public static byte[] Build(string architecture, Action<GgufBuilder> scaling)
    {
        var gguf = new GgufBuilder().Key("general.architecture", architecture).Key("general.name", "random");
        gguf.Key($"{architecture}.block_count", (uint)RandomModel.Layers)
            .Key($"{architecture}.embedding_length", (uint)RandomModel.Hidden)
            .Key($"{architecture}.feed_forward_length", (uint)RandomModel.Inner)
            .Key($"{architecture}.attention.head_count", (uint)RandomModel.Heads)
            .Key($"{architecture}.attention.head_count_kv", (uint)RandomModel.KeyValueHeads)
            .Key($"{architecture}.attention.key_length", (uint)RandomModel.Width)
            .Key($"{architecture}.attention.value_length", (uint)RandomModel.Width)
            .Key($"{architecture}.attention.layer_norm_rms_epsilon", (float)RandomModel.Epsilon)
            .Key($"{architecture}.context_length", 256u);
        WriteVocabulary(gguf, RandomModel.Vocabulary);
        scaling(gguf);
        foreach ((string name, long[] shape, float[] values) in RandomModel.Tensors())
        {
            bool permuted =
                architecture == "llama"
                && (name.Contains("q_proj", StringComparison.Ordinal) || name.Contains("k_proj", StringComparison.Ordinal));

            // llama.cpp looks GELU up in a float16 table, whose error (5.6e-4 of the logits' deviation) would hide that of the rotation:
            // gemma3's gates are shut.
            bool shut = architecture == "gemma3" && name.Contains("gate_proj", StringComparison.Ordinal);
            gguf.Tensor(
                Renamed(name),
                shut ? new float[values.Length]
                    : permuted ? Interleaved(values)
                    : values,
                [.. shape.Reverse()]
            );
        }

        return gguf.Bytes();
    }

    /// <summary>What gemma3 has beside a llama: four more norms a layer, and a window.</summary>
    public static void Gemma3(GgufBuilder gguf)
    {
        gguf.Key("gemma3.attention.sliding_window", 512u);
        uint state = 2;
        for (int layer = 0; layer < RandomModel.Layers; layer++)
        {
            foreach (
                (string name, int width) in new[]
                {
                    ("attn_q_norm", RandomModel.Width),
                    ("attn_k_norm", RandomModel.Width),
                    ("post_attention_norm", RandomModel.Hidden),
                    ("post_ffw_norm", RandomModel.Hidden),
                }
            )
            {
                gguf.Tensor(
                    $"blk.{layer}.{name}.weight",
                    [.. Enumerable.Range(0, width).Select(_ => 1 + 0.25f * RandomModel.Next(ref state))],
                    width
                );
            }
        }
    }

    /// <summary>A vocabulary that llama.cpp accepts.</summary>
    public static void WriteVocabulary(GgufBuilder gguf, int size)
    {
        string[] tokens = ["<unk>", "<s>", "</s>", "Ċ", "Ġ", .. Enumerable.Range(5, size - 5).Select(id => $"t{id}")];
        gguf.Key("tokenizer.ggml.model", "gpt2")
            .Key("tokenizer.ggml.pre", "gpt-2")
            .Key("tokenizer.ggml.tokens", tokens)
            .Key("tokenizer.ggml.merges", ["Ċ Ġ"])
            .Key(
                "tokenizer.ggml.token_type",
                [
                    .. Enumerable
                        .Range(0, tokens.Length)
                        .Select(id =>
                            id switch
                            {
                                0 => 2,
                                < 3 => 3,
                                _ => 1,
                            }
                        ),
                ]
            )
            .Key("tokenizer.ggml.bos_token_id", 1u)
            .Key("tokenizer.ggml.eos_token_id", 2u)
            .Key("tokenizer.ggml.unknown_token_id", 0u);
    }

    private static string Renamed(string name)
    {
        string[] parts = name.Split('.', 4);
        return name switch
        {
            "model.embed_tokens.weight" => "token_embd.weight",
            "model.norm.weight" => "output_norm.weight",
            "lm_head.weight" => "output.weight",
            _ => $"blk.{parts[2]}.{Names[parts[3][..^".weight".Length]]}.weight",
        };
    }

    /// <summary>A head's rows 0, w/2, 1, w/2 + 1, …, as llama's converter stores them.</summary>
    private static float[] Interleaved(float[] values)
    {
        const int Width = RandomModel.Width,
            Columns = RandomModel.Hidden;
        return
        [
            .. Enumerable
                .Range(0, values.Length)
                .Select(i =>
                {
                    (int row, int column) = (i / Columns, i % Columns);
                    int source = (row / Width * Width) + (row % 2 * (Width / 2)) + (row % Width / 2);
                    return values[source * Columns + column];
                }),
        ];
    }
}
