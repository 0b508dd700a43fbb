using System.Numerics.Tensors;
using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>
/// Whether a language is the source moved by one vector: the shifts of parallel prompts compared with their mean (docs/method.md 8).
/// </summary>
/// <param name="MeanCosine">Mean over prompts of the cosine of a prompt's shift with the mean shift.</param>
/// <param name="CosineWithoutShift">Cosine of both languages' directions after the mean shift is projected out of both.</param>
internal sealed record Parallelism(double MeanCosine, double CosineWithoutShift)
{
    /// <param name="source">The source's parallel prompts, [prompt][hidden], at least one.</param>
    /// <param name="language">The same prompts in the other language.</param>
    /// <param name="sourceDirection">The source's direction, [hidden].</param>
    /// <param name="direction">The other language's.</param>
    public static Parallelism Of(
        IReadOnlyList<double[]> source,
        IReadOnlyList<double[]> language,
        double[] sourceDirection,
        double[] direction
    )
    {
        double[][] shifts = [.. language.Zip(source, ClassActivations.Less)];
        double[] mean = ClassActivations.Mean(shifts),
            unit = ClassActivations.Unit(mean);
        return new(shifts.Average(shift => Cosine.Of(shift, mean)), Cosine.Of(Without(direction, unit), Without(sourceDirection, unit)));
    }

    private static double[] Without(double[] vector, double[] unit)
    {
        var rest = new double[vector.Length];
        TensorPrimitives.MultiplyAdd(unit, -TensorPrimitives.Dot<double>(vector, unit), vector, rest);
        return rest;
    }
}
