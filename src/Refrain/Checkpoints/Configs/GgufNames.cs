using System.Globalization;

namespace Refrain.Checkpoints.Configs;

/// <summary>Hugging Face names of a GGUF file's tensors.</summary>
internal static class GgufNames
{
    /// <summary>Divisors of llama3's rotary frequencies: part of the configuration, no weight.</summary>
    public const string RopeDivisors = "rope_freqs.weight";

    /// <summary>Divisors of longrope's frequencies for sequences within the original length.</summary>
    public const string RopeShortFactors = "rope_factors_short.weight";

    /// <summary>Divisors of longrope's frequencies beyond it.</summary>
    public const string RopeLongFactors = "rope_factors_long.weight";

    private static readonly string[][] Norms =
    [
        ["attn_norm", "ffn_norm"],
        ["post_attention_norm", "post_ffw_norm"],
        ["attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm"],
        ["attn_norm"],
    ];

    private static readonly Dictionary<string, string> Projections = new()
    {
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_qkv"] = "self_attn.qkv_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
        ["ffn_gate_inp"] = "mlp.gate",
    };

    // Converters stack the experts' matrices into one tensor [expert, out, in].
    private static readonly Dictionary<string, string> Stacks = new()
    {
        ["ffn_gate_exps"] = "gate_proj",
        ["ffn_up_exps"] = "up_proj",
        ["ffn_down_exps"] = "down_proj",
    };

    /// <summary>
    /// Gives the tensors their Hugging Face names: <c>blk.3.attn_q.weight</c> is <c>model.layers.3.self_attn.q_proj.weight</c>; a stack of
    /// experts becomes one tensor an expert.
    /// </summary>
    /// <exception cref="BadInputException">The architecture has no such tensor: leaving it out would give wrong numbers.</exception>
    public static Dictionary<string, TensorEntry> Rename(string path, IEnumerable<TensorEntry> tensors, ModelConfig config)
    {
        var renamed = new Dictionary<string, TensorEntry>();
        foreach (TensorEntry tensor in tensors.Where(tensor => !IsRotary(tensor.Name)))
        {
            foreach (TensorEntry entry in Entries(path, tensor, config))
            {
                if (!renamed.TryAdd(entry.Name, entry))
                {
                    throw Bad(path, tensor, "is a second tensor for " + entry.Name, "one");
                }
            }
        }

        return renamed;
    }

    private static bool IsRotary(string name) => name is RopeDivisors or RopeShortFactors or RopeLongFactors;

    private static IEnumerable<TensorEntry> Entries(string path, TensorEntry tensor, ModelConfig config)
    {
        string? whole = tensor.Name switch
        {
            "token_embd.weight" => "model.embed_tokens.weight",
            "output_norm.weight" => "model.norm.weight",
            "output.weight" => "lm_head.weight",
            _ => null,
        };
        if (whole is not null)
        {
            return [tensor with { Name = whole }];
        }

        string[] parts = tensor.Name.Split('.');
        if (
            parts is not ["blk", var number, var part, "weight" or "bias"]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            || layer >= Limits.Layers
            || number != layer.ToString(CultureInfo.InvariantCulture)
        )
        {
            throw Unknown(path, tensor, config);
        }

        if (config.Experts is { } experts && Stacks.TryGetValue(part, out string? stack))
        {
            return Unstack(path, tensor, experts.Count, $"model.layers.{layer}.mlp.experts", $"{stack}.{parts[3]}");
        }

        return [tensor with { Name = $"model.layers.{layer}.{Layer(part, config) ?? throw Unknown(path, tensor, config)}.{parts[3]}" }];
    }

    private static string? Layer(string part, ModelConfig config)
    {
        int norm = Array.IndexOf(Norms[(int)config.NormPlacement], part);
        return norm >= 0 ? DecoderTensors.NormNames(config.NormPlacement)[norm]
            : config.FusedProjections && part == "ffn_up" ? "mlp.gate_up_proj"
            : Projections.GetValueOrDefault(part);
    }

    private static IEnumerable<TensorEntry> Unstack(string path, TensorEntry tensor, int experts, string before, string after)
    {
        if (tensor.Shape.Count != 3 || tensor.Shape[0] != experts || tensor.Length % experts != 0)
        {
            throw Bad(path, tensor, $"has the shape {tensor.ShapeText}", $"one matrix for each of {experts} experts");
        }

        long length = tensor.Length / experts;
        return Enumerable
            .Range(0, experts)
            .Select(expert =>
                tensor with
                {
                    Name = $"{before}.{expert}.{after}",
                    Shape = [.. tensor.Shape.Skip(1)],
                    Offset = tensor.Offset + expert * length,
                    Length = length,
                }
            );
    }

    private static BadInputException Unknown(string path, TensorEntry tensor, ModelConfig config) =>
        Bad(path, tensor, $"is a tensor that {config.Architecture} does not have", "tensors of that architecture");

    private static BadInputException Bad(string path, TensorEntry tensor, string problem, string expected) =>
        new($"{path}: {BadInputException.Show(tensor.Name)}", problem, expected, "Use another file of this model.");
}
