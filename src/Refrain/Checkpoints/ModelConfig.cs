namespace Refrain.Checkpoints;

/// <summary>What a checkpoint says of its architecture, in one vocabulary for Hugging Face folders and GGUF files.</summary>
public sealed record ModelConfig
{
    /// <summary>The architecture's name, as in the <c>model_type</c> of config.json without a suffix such as <c>_text</c>: <c>llama</c>, <c>gemma3</c>.</summary>
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

    /// <summary>The MLP's activation: <c>silu</c> or <c>gelu_pytorch_tanh</c>.</summary>
    public required string Activation { get; init; }

    /// <summary>Rotary embedding of full-attention layers (of every layer, where none slides).</summary>
    public required RopeConfig Rope { get; init; }

    /// <summary>Rotary embedding of sliding layers; null: the same as <see cref="Rope"/>.</summary>
    public RopeConfig? SlidingRope { get; init; }

    /// <summary>Per layer: true when its attention slides over <see cref="SlidingWindow"/> keys.</summary>
    public required IReadOnlyList<bool> Sliding { get; init; }

    /// <summary>Keys that a sliding layer sees, the current one included; 0: no layer slides.</summary>
    public int SlidingWindow { get; init; }

    /// <summary>Attention scores are multiplied by this; the default is <c>1/sqrt(HeadDimension)</c>, Gemma's is <c>1/sqrt(query_pre_attn_scalar)</c>.</summary>
    public required float AttentionScale { get; init; }

    /// <summary>Attention scores s become c·tanh(s/c); 0: off.</summary>
    public float AttentionSoftcap { get; init; }

    /// <summary>Logits x become c·tanh(x/c); 0: off.</summary>
    public float FinalSoftcap { get; init; }

    /// <summary>True where q, k, v and o projections have a bias.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>True where the MLP's projections have a bias.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Ids that end a turn, from config.json, generation_config.json and the tokenizer, or from the GGUF's keys.</summary>
    public required IReadOnlyList<int> EndTokens { get; init; }
}
