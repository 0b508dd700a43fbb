using System.Numerics.Tensors;

namespace Refrain.Directions;

/// <summary>
/// Whether prompts' labels have to do with what the model holds at all: without that, a difference in means is a direction of nothing.
/// </summary>
/// <remarks>
/// A direction from permuted labels is not always harmless: where the two classes differ more than anything else, the little by which a
/// permutation happens to agree with the real labels is most of its difference in means. So beside the answers under one such direction,
/// the labels themselves are tested, exactly and at no cost to the model.
/// </remarks>
internal static class LabelTest
{
    /// <summary>Permutations that the labels are compared with.</summary>
    public const int Permutations = 999;

    /// <summary>Largest p with which labels count as telling something.</summary>
    public const double Level = 0.01;

    /// <summary>
    /// p = (1 + #{‖m*‖ ≥ ‖m‖}) / (1 + permutations), m the difference of the two classes' mean streams and m* that after permuting all
    /// labels;
    /// exact where the labels say nothing (Phipson and Smyth, 2010).
    /// </summary>
    /// <param name="harmful">Streams of the prompts labelled harmful, each [hidden].</param>
    /// <param name="harmless">Of those labelled harmless.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">Names the test, so that each has permutations of its own.</param>
    public static double P(IReadOnlyList<float[]> harmful, IReadOnlyList<float[]> harmless, ulong seed, string purpose)
    {
        double[] products = Products([.. harmful, .. harmless]);
        int count = harmful.Count + harmless.Count;
        int[] order = [.. Enumerable.Range(0, count)];
        double observed = Distance(products, order, harmful.Count);
        var generator = new SeededGenerator(seed, $"label test/{purpose}");
        int asFar = 0;
        for (int permutation = 0; permutation < Permutations; permutation++)
        {
            generator.Shuffle<int>(order);

            // The same labels in another order of summation must not count as nearer.
            asFar += Distance(products, order, harmful.Count) >= observed * (1 - 1e-9) ? 1 : 0;
        }

        return (1.0 + asFar) / (1 + Permutations);
    }

    /// <summary>‖m‖² of the labels that give the first of the order to one class: Σᵢⱼ wᵢ wⱼ xᵢ·xⱼ with weights 1/n and −1/m.</summary>
    private static double Distance(double[] products, int[] order, int first)
    {
        var weights = new double[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            weights[order[i]] = i < first ? 1.0 / first : -1.0 / (order.Length - first);
        }

        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * TensorPrimitives.Dot<double>(weights, products.AsSpan(i * weights.Length, weights.Length));
        }

        return sum;
    }

    /// <summary>
    /// Products of all pairs of streams less their mean, which keeps a large common part from swallowing the differences; flat [prompt,
    /// prompt].
    /// </summary>
    private static double[] Products(float[][] streams)
    {
        int count = streams.Length;
        var mean = new double[streams[0].Length];
        double[][] centred = [.. streams.Select(stream => stream.Select(value => (double)value).ToArray())];
        foreach (double[] stream in centred)
        {
            TensorPrimitives.Add(mean, stream, mean);
        }

        TensorPrimitives.Divide(mean, count, mean);
        foreach (double[] stream in centred)
        {
            TensorPrimitives.Subtract(stream, mean, stream);
        }

        var products = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                products[(i * count) + j] = products[(j * count) + i] = TensorPrimitives.Dot<double>(centred[i], centred[j]);
            }
        }

        return products;
    }
}
