namespace Refrain.Checkpoints.Configs;

/// <summary>The tensors that a configuration asks for, under their Hugging Face names.</summary>
internal static class DecoderTensors
{
    public static IEnumerable<(string Name, long[] Shape)> Of(ModelConfig config)
    {
        yield return ("model.embed_tokens.weight", [config.VocabularySize, config.HiddenSize]);
        yield return ("model.norm.weight", [config.HiddenSize]);
        if (!config.TiedEmbeddings)
        {
            yield return ("lm_head.weight", [config.VocabularySize, config.HiddenSize]);
        }

        for (int layer = 0; layer < config.Layers; layer++)
        {
            bool sparse = config.Experts is { } experts && experts.Layers[layer];
            foreach (
                (string name, long[] shape) in (IEnumerable<(string, long[])>)
                    [
                        .. Norms(config),
                        .. Attention(config),
                        .. sparse ? Experts(config, config.Experts!) : Mlp(config, "mlp", config.IntermediateSize),
                    ]
            )
            {
                yield return ($"model.layers.{layer}.{name}", shape);
            }
        }
    }

    /// <summary>The names of a block's norms, in the order in which it uses them.</summary>
    public static string[] NormNames(NormPlacement placement) =>
        placement switch
        {
            NormPlacement.Before => ["input_layernorm", "post_attention_layernorm"],
            NormPlacement.After => ["post_attention_layernorm", "post_feedforward_layernorm"],
            NormPlacement.BeforeAndAfter =>
            [
                "input_layernorm",
                "post_attention_layernorm",
                "pre_feedforward_layernorm",
                "post_feedforward_layernorm",
            ],
            _ => ["input_layernorm"],
        };

    private static IEnumerable<(string Name, long[] Shape)> Norms(ModelConfig config) =>
        NormNames(config.NormPlacement).Select(name => (name + ".weight", new long[] { config.HiddenSize }));

    private static IEnumerable<(string Name, long[] Shape)> Attention(ModelConfig config)
    {
        long hidden = config.HiddenSize,
            width = config.HeadDimension,
            queries = config.Heads * width,
            keys = config.KeyValueHeads * width;
        (string, long[])[] norms = config.QueryKeyNorm switch
        {
            QueryKeyNorm.Head => [("self_attn.q_norm.weight", [width]), ("self_attn.k_norm.weight", [width])],
            QueryKeyNorm.EachHead =>
            [
                ("self_attn.q_norm.weight", [config.Heads, width]),
                ("self_attn.k_norm.weight", [config.KeyValueHeads, width]),
            ],
            QueryKeyNorm.Whole => [("self_attn.q_norm.weight", [queries]), ("self_attn.k_norm.weight", [keys])],
            _ => [],
        };
        IEnumerable<(string, long[])> inputs = config.FusedProjections
            ? Projection("self_attn.qkv_proj", queries + 2 * keys, hidden, config.AttentionBias)
            :
            [
                .. Projection("self_attn.q_proj", queries, hidden, config.AttentionBias),
                .. Projection("self_attn.k_proj", keys, hidden, config.AttentionBias),
                .. Projection("self_attn.v_proj", keys, hidden, config.AttentionBias),
            ];
        return [.. norms, .. inputs, .. Projection("self_attn.o_proj", hidden, queries, config.AttentionOutputBias)];
    }

    private static IEnumerable<(string Name, long[] Shape)> Mlp(ModelConfig config, string path, long inner)
    {
        IEnumerable<(string, long[])> inputs = config.FusedProjections
            ? Projection(path + ".gate_up_proj", 2 * inner, config.HiddenSize, config.MlpBias)
            :
            [
                .. Projection(path + ".gate_proj", inner, config.HiddenSize, config.MlpBias),
                .. Projection(path + ".up_proj", inner, config.HiddenSize, config.MlpBias),
            ];
        return [.. inputs, .. Projection(path + ".down_proj", config.HiddenSize, inner, config.MlpBias)];
    }

    private static IEnumerable<(string Name, long[] Shape)> Experts(ModelConfig config, ExpertConfig experts) =>
        [
            ("mlp.gate.weight", [experts.Count, config.HiddenSize]),
            .. Enumerable.Range(0, experts.Count).SelectMany(expert => Mlp(config, $"mlp.experts.{expert}", experts.IntermediateSize)),
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
