using System.Globalization;
using Refrain.Checkpoints;
using Refrain.Tests.Checkpoints;
using Refrain.Tests.Inference.Rotary;

namespace Refrain.Tests.Inference.Gguf;

/// <summary>
/// Writes a checkpoint as llama.cpp's converter does: its names, its order of rows, experts in stacks [expert, out, in]. It shares no code
/// with the reader.
/// </summary>
internal static class ConvertedGguf
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["input_layernorm"] = "attn_norm",
        ["post_attention_layernorm"] = "ffn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["self_attn.q_norm"] = "attn_q_norm",
        ["self_attn.k_norm"] = "attn_k_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    private static readonly string[] Permuted = ["llama", "granite", "smollm3"];

    /// <summary>The file's bytes.</summary>
    /// <param name="checkpoint">A checkpoint of an architecture in <see cref="ConvertedKeys.Names"/>.</param>
    /// <param name="change">Other values for a tensor, or null: keep them.</param>
    /// <param name="everyLayerSparse">True: a layer without experts gets those of layer 0, because llama.cpp knows only models that have
    /// them everywhere.</param>
    public static byte[] Build(Checkpoint checkpoint, Func<string, float[]?>? change = null, bool everyLayerSparse = false)
    {
        var config = checkpoint.Config;
        string architecture = ConvertedKeys.Names[config.Architecture];
        var gguf = new GgufBuilder().Key("general.architecture", architecture).Key("general.name", config.Architecture);
        ConvertedKeys.Write(gguf, architecture, config);
        RandomGguf.WriteVocabulary(gguf, config.VocabularySize);
        foreach ((string name, TensorEntry tensor) in checkpoint.Tensors.Where(pair => !IsOfExperts(pair.Key)))
        {
            gguf.Tensor(Renamed(name, config.Architecture), Values(name), [.. tensor.Shape.Reverse()]);
        }

        foreach (int layer in Enumerable.Range(0, config.Layers).Where(IsSparse))
        {
            string source = $"model.layers.{(config.Experts!.Layers[layer] ? layer : 0)}.mlp";
            gguf.Tensor($"blk.{layer}.ffn_gate_inp.weight", Values(source + ".gate.weight"), config.HiddenSize, config.Experts.Count);
            foreach (string part in (string[])["gate", "up", "down"])
            {
                string[] names =
                [
                    .. Enumerable.Range(0, config.Experts.Count).Select(expert => $"{source}.experts.{expert}.{part}_proj.weight"),
                ];
                gguf.Tensor(
                    $"blk.{layer}.ffn_{part}_exps.weight",
                    [.. names.SelectMany(Values)],
                    [.. checkpoint.Tensors[names[0]].Shape.Reverse(), names.Length]
                );
            }
        }

        return gguf.Bytes();

        bool IsSparse(int layer) => config.Experts is { } experts && (everyLayerSparse || experts.Layers[layer]);

        bool IsOfExperts(string name) =>
            name.Contains(".mlp.", StringComparison.Ordinal) && IsSparse(int.Parse(name.Split('.')[2], CultureInfo.InvariantCulture));

        float[] Values(string name)
        {
            float[] values = change?.Invoke(name) ?? checkpoint.Read(name);
            bool turned = name.Contains(".q_proj.", StringComparison.Ordinal) || name.Contains(".k_proj.", StringComparison.Ordinal);
            return turned && Permuted.Contains(architecture) ? Interleaved(values, config.HeadDimension, config.HiddenSize)
                : config.Architecture == "gemma" && name.EndsWith("norm.weight", StringComparison.Ordinal)
                    ? Array.ConvertAll(values, value => value + 1)
                : values;
        }
    }

    private static string Renamed(string name, string architecture)
    {
        string[] parts = name.Split('.', 4);
        return name switch
        {
            "model.embed_tokens.weight" => "token_embd.weight",
            "model.norm.weight" => "output_norm.weight",
            "lm_head.weight" => "output.weight",
            _ =>
                $"blk.{parts[2]}.{(parts[3], architecture) switch
            {
                ("post_attention_layernorm.weight", "olmo2") => "post_attention_norm",
                ("post_feedforward_layernorm.weight", _) => "post_ffw_norm",
                _ => Names[parts[3][..parts[3].LastIndexOf('.')]],
            }}.{parts[3][(parts[3].LastIndexOf('.') + 1)..]}",
        };
    }

    /// <summary>A head's rows 0, w/2, 1, w/2 + 1, …, as llama's converter stores them.</summary>
    private static float[] Interleaved(float[] values, int width, int columns) =>
        [
            .. Enumerable
                .Range(0, values.Length)
                .Select(i =>
                {
                    (int row, int column) = (i / columns, i % columns);
                    return values[((row / width * width) + (row % 2 * (width / 2)) + (row % width / 2)) * columns + column];
                }),
        ];
}
