namespace Refrain.Checkpoints.Configs;

/// <summary>Configuration of <c>gemma3</c>; defaults are those of transformers' Gemma3TextConfig, which nested configurations omit.</summary>
internal static class Gemma3Config
{
    public const double LocalTheta = 10_000;
    public const int Pattern = 6;

    public static Architecture Architecture { get; } = new()
    {
        Name = "gemma3",
        FromJson = FromJson,
        GgufName = "gemma3",
        FromGguf = Gemma3GgufConfig.Read,
        GgufLayerNames = Gemma3GgufConfig.LayerNames,
        GgufNormsIncludeOne = true,
        Tensors = DecoderTensors.FourNorms,
    };

    private static ModelConfig FromJson(ConfigSection config)
    {
        int layers = config.Integer("num_hidden_layers", 1, Limits.Layers, 26);
        bool[] sliding = SlidingLayers.Read(config, layers, "sliding_window_pattern", Pattern);
        string activation = config.String("hidden_activation") ?? "gelu_pytorch_tanh";
        config.RefuseUnless("hidden_activation", activation == "gelu_pytorch_tanh", "gelu_pytorch_tanh");
        config.RefuseUnless("use_bidirectional_attention", !config.Boolean("use_bidirectional_attention", false), "false");
        int headDimension = config.Integer("head_dim", 1, Limits.Width, 256);
        (RopeConfig full, RopeConfig local) = RopeReader.ReadByLayerType(config, 1_000_000, config.Positive("rope_local_base_freq", LocalTheta), headDimension);
        return new ModelConfig
        {
            Architecture = Architecture.Name,
            Layers = layers,
            HiddenSize = config.Integer("hidden_size", 1, Limits.Width, 2304),
            IntermediateSize = config.Integer("intermediate_size", 1, Limits.Width, 9216),
            Heads = config.Integer("num_attention_heads", 1, Limits.Heads, 8),
            KeyValueHeads = config.Integer("num_key_value_heads", 1, Limits.Heads, 4),
            HeadDimension = headDimension,
            VocabularySize = config.Integer("vocab_size", 1, Limits.Vocabulary, 262_208),
            MaximumPositions = config.Integer("max_position_embeddings", 1, Limits.Positions, 131_072),
            NormEpsilon = (float)config.Positive("rms_norm_eps", 1e-6),
            TiedEmbeddings = config.Boolean("tie_word_embeddings", config.Outer?.Boolean("tie_word_embeddings", true) ?? true),
            Activation = activation,
            Rope = full,
            SlidingRope = local,
            Sliding = sliding,
            SlidingWindow = sliding.Contains(true) ? config.Integer("sliding_window", 1, Limits.Positions, 4096) : 0,
            AttentionScale = (float)(1 / Math.Sqrt(config.Positive("query_pre_attn_scalar", 256))),
            AttentionSoftcap = config.Has("attn_logit_softcapping") ? (float)config.Positive("attn_logit_softcapping") : 0,
            FinalSoftcap = config.Has("final_logit_softcapping") ? (float)config.Positive("final_logit_softcapping") : 0,
            AttentionBias = config.Boolean("attention_bias", false),
            EndTokens = config.EndTokens,
        };
    }
}
