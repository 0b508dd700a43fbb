namespace Refrain.Checkpoints.Configs;

/// <summary>Configuration of <c>llama</c> from a GGUF's keys.</summary>
internal static class LlamaGgufConfig
{
    /// <summary>Tensor names of one layer: GGUF to Hugging Face.</summary>
    public static IReadOnlyDictionary<string, string> LayerNames { get; } = new Dictionary<string, string>
    {
        ["attn_norm"] = "input_layernorm",
        ["attn_q"] = "self_attn.q_proj",
        ["attn_k"] = "self_attn.k_proj",
        ["attn_v"] = "self_attn.v_proj",
        ["attn_output"] = "self_attn.o_proj",
        ["ffn_norm"] = "post_attention_layernorm",
        ["ffn_gate"] = "mlp.gate_proj",
        ["ffn_up"] = "mlp.up_proj",
        ["ffn_down"] = "mlp.down_proj",
    };

    public static ModelConfig Read(GgufSection keys)
    {
        int hidden = keys.Integer("embedding_length", 1, Limits.Width);
        int heads = keys.Integer("attention.head_count", 1, Limits.Heads);
        int layers = keys.Integer("block_count", 1, Limits.Layers);
        int headDimension = keys.HeadDimension(hidden, heads);
        if (keys.Integer("expert_count", 0, int.MaxValue, 0) > 0)
        {
            throw keys.Bad("expert_count", keys.Integer("expert_count", 0, int.MaxValue), "no experts: mixtures are not supported");
        }

        return new ModelConfig
        {
            Architecture = "llama",
            Layers = layers,
            HiddenSize = hidden,
            IntermediateSize = keys.Integer("feed_forward_length", 1, Limits.Width),
            Heads = heads,
            KeyValueHeads = keys.Integer("attention.head_count_kv", 1, Limits.Heads, heads),
            HeadDimension = headDimension,
            VocabularySize = keys.Vocabulary(),
            MaximumPositions = keys.Integer("context_length", 1, Limits.Positions),
            NormEpsilon = (float)keys.Positive("attention.layer_norm_rms_epsilon"),
            TiedEmbeddings = !keys.File.Tensors.ContainsKey("output.weight"),
            Activation = "silu",
            Rope = keys.Rope(10_000, headDimension),
            Sliding = new bool[layers],
            AttentionScale = keys.Has("attention.scale") ? (float)keys.Positive("attention.scale") : (float)(1 / Math.Sqrt(headDimension)),
            AttentionBias = keys.File.Tensors.ContainsKey("blk.0.attn_q.bias"),
            MlpBias = keys.File.Tensors.ContainsKey("blk.0.ffn_up.bias"),
            EndTokens = keys.EndTokens(),
        };
    }
}
