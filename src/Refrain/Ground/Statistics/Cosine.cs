using System.Numerics.Tensors;

namespace Refrain.Ground.Statistics;

/// <summary>The cosine of the angle between two vectors.</summary>
internal static class Cosine
{
    /// <summary>a·b / (|a| |b|), kept within −1 … 1; NaN where a vector is zero: it has no direction.</summary>
    public static double Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double product = TensorPrimitives.Norm(a) * TensorPrimitives.Norm(b);
        return product == 0 ? double.NaN : Math.Clamp(TensorPrimitives.Dot(a, b) / product, -1, 1);
    }
}
