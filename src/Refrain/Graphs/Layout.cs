namespace Refrain.Graphs;

/// <summary>How a parameter is laid out for the graph.</summary>
internal enum Layout
{
    /// <summary>As in the checkpoint.</summary>
    AsStored,

    /// <summary>[out, in] turned to [in, out]: 1.8 times faster than a transposing product at 128 rows (docs/log.md).</summary>
    Transposed,

    /// <summary>A norm's scale that the checkpoint stores as w and the model reads as 1 + w.</summary>
    OnePlus,

    /// <summary>The whole numbers of blocks, [out, block, byte], without sign.</summary>
    Numbers,

    /// <summary>The scales of blocks, [out, block].</summary>
    Scales,
}
