namespace Refrain.Checkpoints;

/// <summary>What a checkpoint says of its architecture, in one vocabulary for Hugging Face folders and GGUF files.</summary>
internal sealed record ModelConfig
{
    /// <summary>
    /// The architecture's name, as in the <c>model_type</c> of config.json without a suffix such as <c>_text</c>: <c>llama</c>,
    /// <c>gemma3</c>.
    /// </summary>
    public required string Architecture { get; init; }

    /// <summary>Number of transformer blocks, L.</summary>
    public required int Layers { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width inside the MLP.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; <see cref="Heads"/> is a multiple of it.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of one head.</summary>
    public required int HeadDimension { get; init; }

    /// <summary>Rows of the embedding table.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Longest sequence in tokens; where <c>dynamic</c> or <c>yarn</c> scaling stretches it, the stretched length.</summary>
    public required int MaximumPositions { get; init; }

    /// <summary>Added to the mean square in every RMSNorm.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>True when the output head is the embedding table.</summary>
    public required bool TiedEmbeddings { get; init; }

    /// <summary>The MLP's activation: <c>silu</c>, <c>gelu</c>, <c>gelu_pytorch_tanh</c> or <c>relu</c>.</summary>
    public required string Activation { get; init; }

    /// <summary>Rotary embedding of full-attention layers (of every layer, where none slides).</summary>
    public required RopeConfig Rope { get; init; }

    /// <summary>Rotary embedding of sliding layers; null: the same as <see cref="Rope"/>.</summary>
    public RopeConfig? SlidingRope { get; init; }

    /// <summary>Per layer: true when its attention slides over <see cref="SlidingWindow"/> keys.</summary>
    public required IReadOnlyList<bool> Sliding { get; init; }

    /// <summary>Keys that a sliding layer sees, the current one included; 0: no layer slides.</summary>
    public int SlidingWindow { get; init; }

    /// <summary>
    /// Attention scores are multiplied by this; the default is <c>1/sqrt(HeadDimension)</c>, Gemma's is
    /// <c>1/sqrt(query_pre_attn_scalar)</c>.
    /// </summary>
    public required float AttentionScale { get; init; }

    /// <summary>Attention scores s become c·tanh(s/c); 0: off.</summary>
    public float AttentionSoftcap { get; init; }

    /// <summary>Logits x become c·tanh(x/c); 0: off.</summary>
    public float FinalSoftcap { get; init; }

    /// <summary>True where q, k and v projections have a bias.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>True where the attention's output projection has one.</summary>
    public bool AttentionOutputBias { get; init; }

    /// <summary>True where the MLP's projections have a bias.</summary>
    public bool MlpBias { get; init; }

    /// <summary>How norms work.</summary>
    public NormKind Norm { get; init; }

    /// <summary>Where a block's norms stand.</summary>
    public NormPlacement NormPlacement { get; init; }

    /// <summary>True where norms scale by 1 + w (Gemma).</summary>
    public bool NormsOnePlus { get; init; }

    /// <summary>How queries and keys are normed before the rotation.</summary>
    public QueryKeyNorm QueryKeyNorm { get; init; }

    /// <summary>True where rotary pairs are neighbours (2i, 2i + 1) instead of halves (i, i + d/2).</summary>
    public bool RotaryInterleaved { get; init; }

    /// <summary>Per layer: true where queries and keys are not rotated; null: every layer rotates.</summary>
    public IReadOnlyList<bool>? Unrotated { get; init; }

    /// <summary>True where q, k and v, and the MLP's gate and up, are one projection each (Phi-3).</summary>
    public bool FusedProjections { get; init; }

    /// <summary>What the embedding is multiplied by.</summary>
    public float EmbeddingScale { get; init; } = 1;

    /// <summary>What each sublayer's write into the residual stream is multiplied by.</summary>
    public float ResidualScale { get; init; } = 1;

    /// <summary>What the logits are multiplied by, before any softcap.</summary>
    public float LogitScale { get; init; } = 1;

    /// <summary>The mixture of experts that stands for the MLP; null: none.</summary>
    public ExpertConfig? Experts { get; init; }

    /// <summary>Ids that end a turn, from config.json, generation_config.json and the tokenizer, or from the GGUF's keys.</summary>
    public required IReadOnlyList<int> EndTokens { get; init; }
}
