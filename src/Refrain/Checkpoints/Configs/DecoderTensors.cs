namespace Refrain.Checkpoints.Configs;

/// <summary>The tensors that a configuration asks for, under their Hugging Face names.</summary>
internal static class DecoderTensors
{
    /// <summary>Two norms a layer, gated MLP, separate q, k and v: llama and its relatives.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Plain(ModelConfig config) =>
        [.. Shared(config), .. PerLayer(config, LayerOf)];

    /// <summary>Four norms a layer, and norms of q and k per head: gemma3.</summary>
    public static IEnumerable<(string Name, long[] Shape)> FourNorms(ModelConfig config) =>
        [.. Shared(config), .. PerLayer(config, c => [.. LayerOf(c), .. MoreNorms(c)])];

    private static IEnumerable<(string Name, long[] Shape)> Shared(ModelConfig config)
    {
        yield return ("model.embed_tokens.weight", [config.VocabularySize, config.HiddenSize]);
        yield return ("model.norm.weight", [config.HiddenSize]);
        if (!config.TiedEmbeddings)
        {
            yield return ("lm_head.weight", [config.VocabularySize, config.HiddenSize]);
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> PerLayer(ModelConfig config, Func<ModelConfig, IEnumerable<(string Name, long[] Shape)>> layer)
    {
        (string Name, long[] Shape)[] tensors = [.. layer(config)];
        return Enumerable.Range(0, config.Layers).SelectMany(i => tensors.Select(tensor => ($"model.layers.{i}.{tensor.Name}", tensor.Shape)));
    }

    private static IEnumerable<(string Name, long[] Shape)> LayerOf(ModelConfig config)
    {
        long hidden = config.HiddenSize, inner = config.IntermediateSize;
        long queries = (long)config.Heads * config.HeadDimension, keys = (long)config.KeyValueHeads * config.HeadDimension;
        IEnumerable<(string Name, long[] Shape)> tensors =
        [
            ("input_layernorm.weight", [hidden]),
            ("post_attention_layernorm.weight", [hidden]),
            .. Projection("self_attn.q_proj", queries, hidden, config.AttentionBias),
            .. Projection("self_attn.k_proj", keys, hidden, config.AttentionBias),
            .. Projection("self_attn.v_proj", keys, hidden, config.AttentionBias),
            .. Projection("self_attn.o_proj", hidden, queries, config.AttentionBias),
            .. Projection("mlp.gate_proj", inner, hidden, config.MlpBias),
            .. Projection("mlp.up_proj", inner, hidden, config.MlpBias),
            .. Projection("mlp.down_proj", hidden, inner, config.MlpBias),
        ];
        return tensors;
    }

    private static IEnumerable<(string Name, long[] Shape)> MoreNorms(ModelConfig config) =>
    [
        ("pre_feedforward_layernorm.weight", [config.HiddenSize]),
        ("post_feedforward_layernorm.weight", [config.HiddenSize]),
        ("self_attn.q_norm.weight", [config.HeadDimension]),
        ("self_attn.k_norm.weight", [config.HeadDimension]),
    ];

    private static IEnumerable<(string Name, long[] Shape)> Projection(string name, long rows, long columns, bool bias)
    {
        yield return ($"{name}.weight", [rows, columns]);
        if (bias)
        {
            yield return ($"{name}.bias", [rows]);
        }
    }
}
