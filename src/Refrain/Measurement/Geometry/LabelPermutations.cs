using System.Numerics.Tensors;

namespace Refrain.Measurement;

/// <summary>
/// The same random labellings of one language's prompts for every layer and every language compared: what a cosine is when labels mean
/// nothing.
/// </summary>
internal sealed class LabelPermutations
{
    /// <summary>Permutations behind a p-value.</summary>
    public const int Count = 1000;

    // Labels as weights: 1 / harmful or −1 / harmless, so that Σ weight · point is the difference in means. The first labelling is the real
    // one.
    private readonly double[][] weights;

    /// <param name="harmful">Prompts of this class, which are the first points.</param>
    /// <param name="harmless">The points after them.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="language">Gives each language permutations of its own.</param>
    /// <param name="count">Permutations.</param>
    public LabelPermutations(int harmful, int harmless, ulong seed, string language, int count = Count)
    {
        double[] real = [.. Enumerable.Repeat(1.0 / harmful, harmful), .. Enumerable.Repeat(-1.0 / harmless, harmless)];
        var generator = new SeededGenerator(seed, $"labels/{language}");
        weights = new double[count + 1][];
        weights[0] = real;
        for (int i = 1; i <= count; i++)
        {
            weights[i] = [.. real];
            generator.Shuffle<double>(weights[i]);
        }
    }

    /// <summary>
    /// Per direction (1 + #{cosine under permuted labels ≥ cosine}) / (1 + permutations), of this language's difference in means with each
    /// direction.
    /// </summary>
    /// <param name="points">[prompt][hidden], harmful first.</param>
    /// <param name="directions">Other languages', [direction][hidden], of any length; NaN for a zero one.</param>
    /// <remarks>
    /// With weights w of one labelling the difference in means is Xᵀw: its product with a direction is w · (X r̂) and its squared length
    /// wᵀ(XXᵀ)w.
    /// So a permutation costs O(n²) for all directions together. w sums to 0: points may be centred, which keeps the digits.
    /// </remarks>
    public double[] PValues(IReadOnlyList<double[]> points, IReadOnlyList<double[]> directions)
    {
        double[][] centred = ClassActivations.Less(points, ClassActivations.Mean(points));
        double[][] gram = Gram(centred);
        double[][] projections =
        [
            .. directions
                .Select(ClassActivations.Unit)
                .Select(unit => centred.Select(point => TensorPrimitives.Dot<double>(point, unit)).ToArray()),
        ];
        var real = new double[directions.Count];
        var reached = new int[directions.Count];
        for (int labelling = 0; labelling < weights.Length; labelling++)
        {
            double[] weight = weights[labelling];
            double length = Math.Sqrt(Math.Max(0, Quadratic(gram, weight)));
            for (int direction = 0; direction < reached.Length; direction++)
            {
                double cosine = TensorPrimitives.Dot<double>(weight, projections[direction]) / length;
                if (labelling == 0)
                {
                    real[direction] = cosine;
                }

                // A labelling that leaves no difference has no cosine, and counts against the claim.
                reached[direction] += cosine < real[direction] ? 0 : 1;
            }
        }

        return
        [
            .. reached.Zip(directions, (count, direction) =>
                direction.AsSpan().ContainsAnyExcept(0.0) ? (double)count / weights.Length : double.NaN
            ),
        ];
    }

    private static double[][] Gram(double[][] points)
    {
        double[][] gram = [.. points.Select(_ => new double[points.Length])];
        for (int i = 0; i < points.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                gram[i][j] = gram[j][i] = TensorPrimitives.Dot<double>(points[i], points[j]);
            }
        }

        return gram;
    }

    private static double Quadratic(double[][] gram, double[] weight)
    {
        double sum = 0;
        for (int i = 0; i < weight.Length; i++)
        {
            sum += weight[i] * TensorPrimitives.Dot<double>(gram[i], weight);
        }

        return sum;
    }
}
