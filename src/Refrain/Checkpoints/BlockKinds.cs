namespace Refrain.Checkpoints;

/// <summary>How a norm works.</summary>
internal enum NormKind
{
    /// <summary>x / sqrt(mean(x²) + ε), scaled.</summary>
    RootMeanSquare,

    /// <summary>(x − mean(x)) / sqrt(variance(x) + ε), scaled, without a bias.</summary>
    LayerNorm,
}
