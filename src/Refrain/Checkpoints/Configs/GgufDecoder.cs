namespace Refrain.Checkpoints.Configs;

/// <summary>Reads what the keys of every decoder's GGUF say under the same names; an architecture adds what it has of its own.</summary>
internal static class GgufDecoder
{
    public static ModelConfig Read(
        GgufSection keys,
        string architecture,
        double theta = 10_000,
        string activation = "silu",
        string epsilonName = "attention.layer_norm_rms_epsilon"
    )
    {
        int hidden = keys.Integer("embedding_length", 1, Limits.Width);
        int heads = keys.Integer("attention.head_count", 1, Limits.Heads);
        int layers = keys.Integer("block_count", 1, Limits.Layers);
        int width = keys.HeadDimension(hidden, heads);
        bool Biased(string name) => keys.File.Tensors.ContainsKey($"blk.0.{name}.bias");
        return new ModelConfig
        {
            Architecture = architecture,
            Layers = layers,
            HiddenSize = hidden,
            IntermediateSize = keys.Integer("feed_forward_length", 1, Limits.Width),
            Heads = heads,
            KeyValueHeads = keys.Integer("attention.head_count_kv", 1, Limits.Heads, heads),
            HeadDimension = width,
            VocabularySize = keys.Vocabulary(),
            MaximumPositions = keys.Integer("context_length", 1, Limits.Positions),
            NormEpsilon = (float)keys.Positive(epsilonName),
            TiedEmbeddings = !keys.File.Tensors.ContainsKey("output.weight"),
            Activation = activation,
            Rope = keys.Rope(theta, width),
            Sliding = new bool[layers],
            AttentionScale = (float)keys.Positive("attention.scale", 1 / Math.Sqrt(width)),
            AttentionBias = Biased("attn_q") || Biased("attn_qkv"),
            AttentionOutputBias = Biased("attn_output"),
            MlpBias = Biased("ffn_up"),
            EndTokens = keys.EndTokens(),
        };
    }

    /// <summary>Layers that slide, over the window that the keys give.</summary>
    public static ModelConfig WithSliding(this ModelConfig read, GgufSection keys, bool[] sliding, int? window = null) =>
        read with
        {
            Sliding = sliding,
            SlidingWindow = sliding.Contains(true) ? keys.Integer("attention.sliding_window", 1, Limits.Positions, window) : 0,
        };

    /// <summary>Softcaps, where the keys have them.</summary>
    public static ModelConfig WithSoftcaps(this ModelConfig read, GgufSection keys, float attention = 0, float final = 0) =>
        read with
        {
            AttentionSoftcap = keys.Has("attn_logit_softcapping") ? (float)keys.Positive("attn_logit_softcapping") : attention,
            FinalSoftcap = keys.Has("final_logit_softcapping") ? (float)keys.Positive("final_logit_softcapping") : final,
        };

    /// <summary>The mixture of experts in every layer, where the keys have one.</summary>
    public static ModelConfig WithExperts(this ModelConfig read, GgufSection keys, bool normalised)
    {
        int count = keys.Integer("expert_count", 0, Limits.Experts, 0);
        return count == 0
            ? read
            : read with
            {
                Experts = new ExpertConfig
                {
                    Count = count,
                    PerToken = keys.Integer("expert_used_count", 1, count),
                    IntermediateSize = keys.Integer("expert_feed_forward_length", 1, Limits.Width, read.IntermediateSize),
                    Normalised = normalised,
                    Layers =
                    [
                        .. Enumerable
                            .Range(0, read.Layers)
                            .Select(layer => keys.File.Tensors.ContainsKey($"blk.{layer}.ffn_gate_inp.weight")),
                    ],
                },
            };
    }
}
