using System.Numerics.Tensors;

namespace Refrain.Measurement;

/// <summary>One language's prompts in the residual stream, at one layer and one position.</summary>
/// <param name="Harmful">[prompt][hidden], at least one.</param>
/// <param name="Harmless">[prompt][hidden], at least one.</param>
internal sealed record ClassActivations(IReadOnlyList<double[]> Harmful, IReadOnlyList<double[]> Harmless)
{
    /// <summary>Harmful prompts, then harmless ones.</summary>
    public IReadOnlyList<double[]> All { get; } = [.. Harmful, .. Harmless];

    /// <summary>r = μ_harmful − μ_harmless, [hidden].</summary>
    public double[] Direction { get; } = Difference(Harmful, Harmless);

    /// <summary>The mean of points of one length, [hidden].</summary>
    internal static double[] Mean(IReadOnlyList<double[]> points)
    {
        var mean = new double[points[0].Length];
        foreach (double[] point in points)
        {
            TensorPrimitives.Add(mean, point, mean);
        }

        TensorPrimitives.Divide(mean, points.Count, mean);
        return mean;
    }

    /// <summary>The points less one vector.</summary>
    internal static double[][] Less(IReadOnlyList<double[]> points, double[] vector) => [.. points.Select(point => Less(point, vector))];

    internal static double[] Less(double[] a, double[] b)
    {
        var difference = new double[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return difference;
    }

    /// <summary>The vector with length 1; a zero vector stays zero.</summary>
    internal static double[] Unit(double[] vector)
    {
        double norm = TensorPrimitives.Norm<double>(vector);
        var unit = new double[vector.Length];
        TensorPrimitives.Divide(vector, norm == 0 ? 1 : norm, unit);
        return unit;
    }

    private static double[] Difference(IReadOnlyList<double[]> harmful, IReadOnlyList<double[]> harmless) =>
        Less(Mean(harmful), Mean(harmless));
}
