using System.Numerics.Tensors;

namespace Refrain.Measurement;

/// <summary>
/// How often a prompt's nearest neighbour in the other language is its translation: alignment of two languages (Wei et al., 2021;
/// docs/method.md
/// 8).
/// </summary>
/// <param name="ToSource">Share of the language's prompts that find theirs among the source's.</param>
/// <param name="FromSource">Share of the source's prompts that find theirs among the language's.</param>
/// <param name="Prompts">Parallel prompts; by chance one in as many is found.</param>
internal sealed record Retrieval(double ToSource, double FromSource, int Prompts)
{
    /// <summary>Nearest by cosine, each language less its own mean; the first of equals. NaN without prompts.</summary>
    /// <param name="source">[prompt][hidden], both classes together.</param>
    /// <param name="language">The same prompts in the other language, in the same order.</param>
    public static Retrieval Of(IReadOnlyList<double[]> source, IReadOnlyList<double[]> language)
    {
        int count = source.Count;
        if (count == 0)
        {
            return new(double.NaN, double.NaN, 0);
        }

        double[][] sources = Centred(source),
            others = Centred(language);
        var similarity = new double[count];
        int to = 0;
        var nearest = new int[count]; // of the language's prompts, to each of the source's
        double[] best = [.. Enumerable.Repeat(double.NegativeInfinity, count)];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                similarity[j] = TensorPrimitives.Dot<double>(others[i], sources[j]);
                if (similarity[j] > best[j])
                {
                    (best[j], nearest[j]) = (similarity[j], i);
                }
            }

            to += TensorPrimitives.IndexOfMax<double>(similarity) == i ? 1 : 0;
        }

        return new((double)to / count, (double)nearest.Index().Count(found => found.Index == found.Item) / count, count);
    }

    private static double[][] Centred(IReadOnlyList<double[]> points) =>
        [.. ClassActivations.Less(points, ClassActivations.Mean(points)).Select(ClassActivations.Unit)];
}
