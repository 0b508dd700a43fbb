namespace Refrain.Checkpoints.Configs;

/// <summary>Configuration of <c>llama</c>; defaults are those of transformers' LlamaConfig.</summary>
internal static class LlamaConfig
{
    public static Architecture Architecture { get; } = new()
    {
        Name = "llama",
        FromJson = FromJson,
        GgufName = "llama",
        FromGguf = LlamaGgufConfig.Read,
        GgufLayerNames = LlamaGgufConfig.LayerNames,
        GgufPermutesQueryAndKey = true,
        Tensors = DecoderTensors.Plain,
    };

    private static ModelConfig FromJson(ConfigSection config)
    {
        int hidden = config.Integer("hidden_size", 1, Limits.Width);
        int heads = config.Integer("num_attention_heads", 1, Limits.Heads);
        int layers = config.Integer("num_hidden_layers", 1, Limits.Layers);
        int headDimension = config.Integer("head_dim", 1, Limits.Width, hidden / heads);
        string activation = config.String("hidden_act") ?? "silu";
        config.RefuseUnless("hidden_act", activation == "silu", "silu");
        return new ModelConfig
        {
            Architecture = Architecture.Name,
            Layers = layers,
            HiddenSize = hidden,
            IntermediateSize = config.Integer("intermediate_size", 1, Limits.Width),
            Heads = heads,
            KeyValueHeads = config.Integer("num_key_value_heads", 1, Limits.Heads, heads),
            HeadDimension = headDimension,
            VocabularySize = config.Integer("vocab_size", 1, Limits.Vocabulary),
            MaximumPositions = config.Integer("max_position_embeddings", 1, Limits.Positions, 2048),
            NormEpsilon = (float)config.Positive("rms_norm_eps", 1e-6),
            TiedEmbeddings = config.Boolean("tie_word_embeddings", config.Outer?.Boolean("tie_word_embeddings", false) ?? false),
            Activation = activation,
            Rope = RopeReader.Read(config, defaultTheta: 10_000, headDimension),
            Sliding = new bool[layers],
            AttentionScale = (float)(1 / Math.Sqrt(headDimension)),
            AttentionBias = config.Boolean("attention_bias", false),
            MlpBias = config.Boolean("mlp_bias", false),
            EndTokens = config.EndTokens,
        };
    }
}
