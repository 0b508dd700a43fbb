using System.Globalization;

namespace Refrain.Checkpoints.Configs;

/// <summary>Hugging Face names of a GGUF file's tensors.</summary>
internal static class GgufNames
{
    /// <summary>Divisors of llama3's rotary frequencies: part of the configuration, no weight.</summary>
    public const string RopeDivisors = "rope_freqs.weight";

    /// <summary>Divisors of longrope's frequencies for sequences up to the original positions, and for longer ones.</summary>
    public const string RopeShortFactors = "rope_factors_short.weight", RopeLongFactors = "rope_factors_long.weight";

    /// <summary>True for a tensor that belongs to the rotary embedding's configuration.</summary>
    public static bool IsRope(string name) => name is RopeDivisors or RopeShortFactors or RopeLongFactors;

    /// <summary>Renames <c>blk.3.attn_q.weight</c> to <c>model.layers.3.self_attn.q_proj.weight</c>.</summary>
    /// <exception cref="BadInputException">The architecture has no such tensor: leaving it out would give wrong numbers.</exception>
    public static string ToHuggingFace(string name, Architecture architecture, string path)
    {
        string? renamed = name switch
        {
            "token_embd.weight" => "model.embed_tokens.weight",
            "output_norm.weight" => "model.norm.weight",
            "output.weight" => "lm_head.weight",
            _ => Layer(name, architecture.GgufLayerNames),
        };
        return renamed ?? throw new BadInputException(
            $"{path}: {BadInputException.Show(name)}", $"is a tensor that {architecture.Name} does not have", "tensors of that architecture", "Use another file of this model.");
    }

    private static string? Layer(string name, IReadOnlyDictionary<string, string> names)
    {
        string[] parts = name.Split('.');
        return parts is ["blk", var number, var part, "weight" or "bias"]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
            && layer < Limits.Layers
            && number == layer.ToString(CultureInfo.InvariantCulture)
            && names.TryGetValue(part, out string? renamed)
                ? $"model.layers.{number}.{renamed}.{parts[3]}"
                : null;
    }
}
