using System.Numerics.Tensors;
using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>
/// Mean projections of the same prompts in two models on one unit vector, and the change with its paired bootstrap interval.
/// </summary>
/// <param name="A">In model A.</param>
/// <param name="B">In model B.</param>
/// <param name="Interval">95 % of B − A; NaN where only means are known.</param>
internal readonly record struct ProjectionDrift(double A, double B, Interval Interval)
{
    /// <summary>B − A.</summary>
    public double Change => B - A;

    /// <summary>x·r / |r| of every prompt.</summary>
    public static ProjectionDrift OfPrompts(IReadOnlyList<double[]> a, IReadOnlyList<double[]> b, double[] direction, ulong seed)
    {
        double[] unit = ClassActivations.Unit(direction);
        double[] Project(IReadOnlyList<double[]> prompts) => [.. prompts.Select(prompt => TensorPrimitives.Dot<double>(prompt, unit))];
        double[] from = Project(a),
            to = Project(b);
        bool none = !direction.AsSpan().ContainsAnyExcept(0.0);
        return none
            ? new(double.NaN, double.NaN, Interval.Undefined)
            : new(from.Average(), to.Average(), PairedBootstrap.Difference(to, from, seed).Interval);
    }

    /// <summary>μ·r / |r|, which is the mean of the prompts' projections.</summary>
    public static ProjectionDrift OfMeans(double[] a, double[] b, double[] direction)
    {
        double norm = TensorPrimitives.Norm<double>(direction);
        double Project(double[] mean) => norm == 0 ? double.NaN : TensorPrimitives.Dot<double>(mean, direction) / norm;
        return new(Project(a), Project(b), Interval.Undefined);
    }
}
