namespace Refrain.Checkpoints;

/// <summary>Where a block's norms stand.</summary>
internal enum NormPlacement
{
    /// <summary>Before attention and before the MLP (Llama).</summary>
    Before,

    /// <summary>After each, before the addition to the stream (OLMo 2).</summary>
    After,

    /// <summary>Before and after each (Gemma 2 and 3).</summary>
    BeforeAndAfter,

    /// <summary>One norm, whose result attention and MLP both read (Cohere).</summary>
    Parallel,
}
