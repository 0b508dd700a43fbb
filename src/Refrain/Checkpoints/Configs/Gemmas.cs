namespace Refrain.Checkpoints.Configs;

/// <summary>What the three Gemmas share.</summary>
internal static class Gemmas
{
    public const string Activation = "gelu_pytorch_tanh";

    public static DecoderDefaults Defaults { get; } =
        new()
        {
            ActivationName = "hidden_activation",
            Activation = Activation,
            HeadDimension = 256,
            Tied = true,
        };

    /// <summary>Norms that scale by 1 + w, and an embedding multiplied by the root of its width.</summary>
    public static ModelConfig Common(ModelConfig read) =>
        read with
        {
            NormsOnePlus = true,
            EmbeddingScale = (float)Math.Sqrt(read.HiddenSize),
        };

    /// <summary>Norms before and after, softcaps and the attention's own scale: Gemma 2 and 3.</summary>
    public static ModelConfig Normed(ConfigSection config, ModelConfig read, float attentionSoftcap = 0, float finalSoftcap = 0)
    {
        config.RefuseUnless("use_bidirectional_attention", !config.Boolean("use_bidirectional_attention", false), "false");
        return Common(read) with
        {
            NormPlacement = NormPlacement.BeforeAndAfter,
            AttentionScale = (float)(1 / Math.Sqrt(config.Positive("query_pre_attn_scalar", 256))),
            AttentionSoftcap = Softcap(config, "attn_logit_softcapping", attentionSoftcap),
            FinalSoftcap = Softcap(config, "final_logit_softcapping", finalSoftcap),
        };
    }

    /// <summary>Null turns a softcap off; a file that says nothing has the architecture's own.</summary>
    private static float Softcap(ConfigSection config, string name, float fallback) =>
        config.Has(name) ? (float)config.Positive(name)
        : config.IsNull(name) ? 0
        : fallback;

    /// <summary>
    /// The attention's scale where a GGUF may not say it: by the width of a head, or for one known size by the hidden size and the heads.
    /// </summary>
    public static float GgufScale(GgufSection keys, ModelConfig read, int layersOfException) =>
        (float)
            keys.Positive(
                "attention.scale",
                1 / Math.Sqrt(read.Layers == layersOfException ? read.HiddenSize / read.Heads : read.HeadDimension)
            );
}
