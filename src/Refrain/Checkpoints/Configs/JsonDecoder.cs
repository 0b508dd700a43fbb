namespace Refrain.Checkpoints.Configs;

/// <summary>
/// Reads what the config.json of every decoder says under the same names: llama's, to which an architecture adds what it has of its own.
/// </summary>
internal static class JsonDecoder
{
    private const string Activations = "silu, gelu, gelu_pytorch_tanh or relu";

    public static ModelConfig Read(ConfigSection config, string architecture, DecoderDefaults? defaults = null)
    {
        defaults ??= new DecoderDefaults();
        int hidden = config.Integer("hidden_size", 1, Limits.Width, defaults.HiddenSize);
        int heads = config.Integer("num_attention_heads", 1, Limits.Heads, defaults.Heads);
        int layers = config.Integer("num_hidden_layers", 1, Limits.Layers, defaults.Layers);
        int width = config.Integer("head_dim", 1, Limits.Width, defaults.HeadDimension ?? hidden / heads);
        return new ModelConfig
        {
            Architecture = architecture,
            Layers = layers,
            HiddenSize = hidden,
            IntermediateSize = config.Integer("intermediate_size", 1, Limits.Width, defaults.IntermediateSize),
            Heads = heads,
            KeyValueHeads = config.Integer("num_key_value_heads", 1, Limits.Heads, defaults.KeyValueHeads ?? heads),
            HeadDimension = width,
            VocabularySize = config.Integer("vocab_size", 1, Limits.Vocabulary, defaults.VocabularySize),
            MaximumPositions = config.Integer("max_position_embeddings", 1, Limits.Positions, defaults.MaximumPositions),
            NormEpsilon = (float)config.Positive(defaults.EpsilonName, defaults.Epsilon),
            TiedEmbeddings = config.Boolean(
                "tie_word_embeddings",
                config.Outer?.Boolean("tie_word_embeddings", defaults.Tied) ?? defaults.Tied
            ),
            Activation = Activation(config, defaults),
            Rope = RopeReader.Read(config, defaults.Theta, width),
            Sliding = new bool[layers],
            AttentionScale = (float)(1 / Math.Sqrt(width)),
            EndTokens = config.EndTokens,
        };
    }

    /// <summary>The biases of llama's kind: one member for all four projections of the attention, one for the MLP.</summary>
    public static ModelConfig WithBiases(this ModelConfig read, ConfigSection config) =>
        read.WithAttentionBias(config) with
        {
            MlpBias = config.Boolean("mlp_bias", false),
        };

    /// <summary>One member for the biases of all four projections of the attention.</summary>
    public static ModelConfig WithAttentionBias(this ModelConfig read, ConfigSection config)
    {
        bool bias = config.Boolean("attention_bias", false);
        return read with { AttentionBias = bias, AttentionOutputBias = bias };
    }

    /// <summary>Layers that slide, and their window, which is read only where one does.</summary>
    public static ModelConfig WithSliding(this ModelConfig read, ConfigSection config, bool[] sliding, int? window = null)
    {
        config.Ignore("sliding_window");
        return read with
        {
            Sliding = sliding,
            SlidingWindow = sliding.Contains(true) ? config.Integer("sliding_window", 1, Limits.Positions, window) : 0,
        };
    }

    /// <summary>Every layer slides where the file gives a window (Mistral, Mixtral, Phi-3).</summary>
    public static ModelConfig WithWindow(this ModelConfig read, ConfigSection config) =>
        read.WithSliding(config, [.. Enumerable.Repeat(config.Has("sliding_window"), read.Layers)]);

    /// <summary>Qwen's kind: layers slide only where <c>use_sliding_window</c> says so, those from <c>max_window_layers</c> on.</summary>
    public static ModelConfig WithOptionalWindow(this ModelConfig read, ConfigSection config)
    {
        bool used = config.Boolean("use_sliding_window", false) && config.Has("sliding_window");
        int from = config.Integer("max_window_layers", 0, int.MaxValue, 28);
        bool[] types = SlidingLayers.Types(config, read.Layers) ?? [.. Enumerable.Range(0, read.Layers).Select(layer => layer >= from)];
        return read.WithSliding(config, used ? types : new bool[read.Layers]);
    }

    private static string Activation(ConfigSection config, DecoderDefaults defaults)
    {
        string given = config.String(defaults.ActivationName) ?? defaults.Activation;
        return given switch
        {
            "silu" or "swish" => "silu",
            "gelu" => "gelu",
            "gelu_pytorch_tanh" or "gelu_new" => "gelu_pytorch_tanh",
            "relu" => "relu",
            _ => throw config.Bad(defaults.ActivationName, given, Activations, "This activation is not supported: use another checkpoint."),
        };
    }
}
