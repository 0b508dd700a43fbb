namespace Refrain.Checkpoints;

/// <summary>How queries and keys are normed before the rotation.</summary>
internal enum QueryKeyNorm
{
    None,

    /// <summary>Each head by itself, all with the same scale [head width] (Qwen 3, Gemma 3).</summary>
    Head,

    /// <summary>Each head by itself, each with its own scale [head, head width] (Cohere).</summary>
    EachHead,

    /// <summary>The whole projection at once (OLMo 2).</summary>
    Whole,
}
