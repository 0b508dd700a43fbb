using System.Text.Json.Serialization;

namespace Refrain.Graphs;

/// <summary>Where in each block an intervention may act.</summary>
[Flags]
[JsonConverter(typeof(Words<HookSites>))]
public enum HookSites
{
    /// <summary>Nowhere: the graph is the model alone.</summary>
    None = 0,

    /// <summary>What block 0 reads: the embedding's write.</summary>
    Embedding = 1,

    /// <summary>The residual stream entering every block (block 0 included).</summary>
    BlockInput = 2,

    /// <summary>The outputs of the attention and MLP modules, before their post-norms where a block has them.</summary>
    SublayerOutput = 4,

    /// <summary>What each sublayer adds to the residual stream, after its post-norm where a block has one.</summary>
    SublayerWrite = 8,

    /// <summary>Every write into the residual stream: the <c>stream</c> convention.</summary>
    [Word("stream")]
    Stream = Embedding | SublayerWrite,

    /// <summary>Each block's input and its modules' outputs: the <c>module</c> convention of the published code.</summary>
    [Word("module")]
    Module = BlockInput | SublayerOutput,
}
