using System.Numerics.Tensors;

namespace Refrain.Measurement;

/// <summary>How sure the cosine of two models' directions is: the same prompts are drawn for both, within each class.</summary>
internal static class CosineBootstrap
{
    /// <summary>
    /// The percentile interval of cos(r_A, r_B). A direction of resampled prompts is Σ w_i x_i, with w_i the times that prompt i was drawn,
    /// over its class's number, harmless ones negative; so the inner products of all prompts are enough: cos = wᵀX_A X_Bᵀw / √(wᵀX_A X_Aᵀw · wᵀX_B X_Bᵀw).
    /// </summary>
    /// <param name="a">One model's prompts.</param>
    /// <param name="b">The other's on the same prompts, in the same order.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="resamples">Resamples.</param>
    public static Interval Interval(ClassActivations a, ClassActivations b, ulong seed, int resamples = 2_000)
    {
        int harmful = a.Harmful.Count, n = a.All.Count;
        double[] between = Products(a.All, b.All), withinA = Products(a.All, a.All), withinB = Products(b.All, b.All);
        var generator = new SeededGenerator(seed, "cosine of two directions");
        var cosines = new List<double>(resamples);
        var weights = new double[n];
        for (int resample = 0; resample < resamples; resample++)
        {
            Array.Clear(weights);
            Draw(weights.AsSpan(0, harmful), 1.0 / harmful, generator);
            Draw(weights.AsSpan(harmful), -1.0 / (n - harmful), generator);
            double scale = Math.Sqrt(Form(withinA, weights) * Form(withinB, weights));
            if (scale > 0)
            {
                cosines.Add(Math.Clamp(Form(between, weights) / scale, -1, 1));
            }
        }

        return cosines.Count == 0 ? Measurement.Interval.Undefined : Percentile.Interval([.. cosines], 0.95);
    }

    private static void Draw(Span<double> weights, double each, SeededGenerator generator)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            weights[generator.Next(weights.Length)] += each;
        }
    }

    /// <summary>Flat [prompt, prompt].</summary>
    private static double[] Products(IReadOnlyList<double[]> rows, IReadOnlyList<double[]> columns)
    {
        var products = new double[rows.Count * columns.Count];
        Parallel.For(0, rows.Count, row =>
        {
            for (int column = 0; column < columns.Count; column++)
            {
                products[(row * columns.Count) + column] = TensorPrimitives.Dot<double>(rows[row], columns[column]);
            }
        });
        return products;
    }

    /// <summary>wᵀMw.</summary>
    private static double Form(double[] matrix, double[] weights)
    {
        double sum = 0;
        for (int row = 0; row < weights.Length; row++)
        {
            if (weights[row] != 0)
            {
                sum += weights[row] * TensorPrimitives.Dot<double>(matrix.AsSpan(row * weights.Length, weights.Length), weights);
            }
        }

        return sum;
    }
}
