namespace Refrain.Checkpoints.Configs;

/// <summary>Configuration of <c>gemma3</c> from a GGUF's keys; the local θ and the pattern of sliding layers are implied by the format.</summary>
internal static class Gemma3GgufConfig
{
    /// <summary>Tensor names of one layer: GGUF to Hugging Face.</summary>
    public static IReadOnlyDictionary<string, string> LayerNames { get; } = new Dictionary<string, string>(LlamaGgufConfig.LayerNames)
    {
        ["attn_q_norm"] = "self_attn.q_norm",
        ["attn_k_norm"] = "self_attn.k_norm",
        ["post_attention_norm"] = "post_attention_layernorm",
        ["ffn_norm"] = "pre_feedforward_layernorm",
        ["post_ffw_norm"] = "post_feedforward_layernorm",
    };

    // The file does not say query_pre_attn_scalar: it is the head's width but for the 27B model (168, not 128), which llama.cpp knows by its layers.
    private const int LayersOf27B = 62;

    public static ModelConfig Read(GgufSection keys)
    {
        int hidden = keys.Integer("embedding_length", 1, Limits.Width);
        int heads = keys.Integer("attention.head_count", 1, Limits.Heads);
        int layers = keys.Integer("block_count", 1, Limits.Layers);
        int headDimension = keys.HeadDimension(hidden, heads);
        RopeConfig rope = keys.Rope(1_000_000, headDimension);
        return new ModelConfig
        {
            Architecture = "gemma3",
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
            Activation = "gelu_pytorch_tanh",
            Rope = rope,
            SlidingRope = new RopeConfig { Theta = keys.Positive("rope.freq_base_swa", Gemma3Config.LocalTheta), RotaryDimension = rope.RotaryDimension },
            Sliding = SlidingLayers.EveryNthFull(layers, keys.Integer("attention.sliding_window_pattern", 1, Limits.Layers, Gemma3Config.Pattern)),
            SlidingWindow = keys.Integer("attention.sliding_window", 1, Limits.Positions),
            AttentionScale = keys.Has("attention.scale") ? (float)keys.Positive("attention.scale") : (float)(1 / Math.Sqrt(layers == LayersOf27B ? hidden / heads : headDimension)),
            AttentionSoftcap = keys.Has("attn_logit_softcapping") ? (float)keys.Positive("attn_logit_softcapping") : 0,
            FinalSoftcap = keys.Has("final_logit_softcapping") ? (float)keys.Positive("final_logit_softcapping") : 0,
            EndTokens = keys.EndTokens(),
        };
    }
}
