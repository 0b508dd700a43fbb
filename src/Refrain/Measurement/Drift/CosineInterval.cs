using MathNet.Numerics.Distributions;
using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>How sure the cosine of two models' directions is, over the prompts that they were taken from.</summary>
internal static class CosineInterval
{
    // Of a cosine of 1, whose z is infinite: rounding alone makes numbers closer to it.
    private const double Closest = 1 - 1e-15;

    /// <summary>
    /// z ± 1.96 s on Fisher's scale z = artanh(cos), with the jackknife's s² = Σ_class (n − 1)/n Σ_i (z₍ᵢ₎ − z̄)², z₍ᵢ₎ without prompt i in
    /// both
    /// models (Efron and Tibshirani, 1993, for two samples). Not the bootstrap's percentiles: drawn prompts come twice, which makes every
    /// direction noisier than it is, and the whole interval can lie below the cosine. Undefined with fewer than two prompts of a class.
    /// </summary>
    /// <param name="a">One model's prompts.</param>
    /// <param name="b">The other's on the same prompts, in the same order.</param>
    public static Interval Of(ClassActivations a, ClassActivations b)
    {
        if (a.Harmful.Count < 2 || a.Harmless.Count < 2)
        {
            return Interval.Undefined;
        }

        double z = Fisher(a.Direction, b.Direction),
            spread = Math.Sqrt(Variance(a, b, a.Harmful, b.Harmful, 1) + Variance(a, b, a.Harmless, b.Harmless, -1));
        double half = -Normal.InvCDF(0, 1, 0.025) * spread;
        return new(Math.Tanh(z - half), Math.Tanh(z + half));
    }

    /// <param name="a">One model's prompts.</param>
    /// <param name="b">The other's.</param>
    /// <param name="ownA">The class of which one is left out, in the one model.</param>
    /// <param name="ownB">In the other.</param>
    /// <param name="sign">1: the class is added in the direction; −1: it is taken away.</param>
    private static double Variance(
        ClassActivations a,
        ClassActivations b,
        IReadOnlyList<double[]> ownA,
        IReadOnlyList<double[]> ownB,
        int sign
    )
    {
        int n = ownA.Count;
        double[] meanA = ClassActivations.Mean(ownA),
            meanB = ClassActivations.Mean(ownB),
            without = new double[n];
        Parallel.For(0, n, i =>
            without[i] = Fisher(Less(a.Direction, meanA, ownA[i], n, sign), Less(b.Direction, meanB, ownB[i], n, sign))
        );
        double middle = without.Average();
        return (n - 1.0) / n * without.Sum(z => (z - middle) * (z - middle));
    }

    // The mean without one of n: μ + (μ − x) / (n − 1).
    private static double[] Less(double[] direction, double[] mean, double[] left, int n, int sign)
    {
        var rest = new double[direction.Length];
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = direction[i] + (sign * (mean[i] - left[i]) / (n - 1));
        }

        return rest;
    }

    private static double Fisher(double[] a, double[] b) => Math.Atanh(Math.Clamp(Cosine.Of(a, b), -Closest, Closest));
}
