using Refrain.Ground.Statistics;
using Refrain.Measurement;

namespace Refrain.Tests.Measurement;

/// <summary>
/// The null distribution of a cosine: the fast way against labels that are really permuted, and its error under the null.
/// </summary>
public class LabelPermutationsTests
{
    [Fact]
    public void P_values_are_those_of_a_naive_computation()
    {
        const int Harmful = 9,
            Harmless = 6,
            Count = 200;
        var generator = new SeededGenerator(5);
        double[][] points = Points(generator, Harmful + Harmless, 7);
        double[][] directions = Points(generator, 3, 7);

        // The same permutations, of the labels themselves.
        var labels = new SeededGenerator(8, "labels/xx");
        int[] reached = new int[directions.Length];
        for (int i = 0; i < Count; i++)
        {
            bool[] harmful = [.. Enumerable.Range(0, points.Length).Select(prompt => prompt < Harmful)];
            labels.Shuffle<bool>(harmful);
            for (int d = 0; d < directions.Length; d++)
            {
                reached[d] +=
                    CosineUnder(points, harmful, directions[d])
                    >= CosineUnder(points, [.. harmful.Index().Select(pair => pair.Index < Harmful)], directions[d])
                        ? 1
                        : 0;
            }
        }

        double[] p = new LabelPermutations(Harmful, Harmless, 8, "xx", Count).PValues(points, directions);
        Assert.Equal(reached.Select(count => (1 + count) / (double)(1 + Count)), p);
        Assert.Contains(p, value => value is > 0.05 and < 0.95);
    }

    [Fact]
    public void Without_any_difference_a_small_p_value_is_rare()
    {
        int small = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            var generator = new SeededGenerator(seed);
            small +=
                new LabelPermutations(12, 12, seed, "xx", 99).PValues(Points(generator, 24, 10), Points(generator, 1, 10))[0] <= 0.05
                    ? 1
                    : 0;
        }

        // Binomial of 400 and .05: 20 ± 4.4.
        Assert.InRange(small, 7, 33);
    }

    [Fact]
    public void A_zero_direction_has_no_p_value_and_points_that_do_not_vary_claim_nothing()
    {
        var permutations = new LabelPermutations(3, 3, 1, "xx");
        double[][] same = [.. Enumerable.Repeat((double[])[1, 2], 6)];
        Assert.Equal(
            [1.0],
            permutations.PValues(
                same,
                [
                    [1, 0],
                ]
            )
        );
        Assert.True(
            double.IsNaN(
                permutations.PValues(
                    [
                        [1, 0],
                        [2, 0],
                        [3, 0],
                        [0, 1],
                        [0, 2],
                        [0, 3],
                    ],
                    [
                        [0, 0],
                    ]
                )[0]
            )
        );
    }

    [Fact]
    public void Languages_have_permutations_of_their_own_that_repeat()
    {
        double[][] points = Points(new SeededGenerator(2), 40, 5),
            direction = Points(new SeededGenerator(3), 1, 5);
        double P(string language) => new LabelPermutations(20, 20, 1, language).PValues(points, direction)[0];
        Assert.Equal(P("de"), P("de"));
        Assert.NotEqual(P("de"), P("ko"));
        Assert.Equal(P("de"), P("ko"), 0.08);
    }

    private static double CosineUnder(double[][] points, bool[] harmful, double[] direction)
    {
        double[] Mean(bool which) =>
            [.. Enumerable.Range(0, direction.Length).Select(d => points.Where((_, i) => harmful[i] == which).Average(point => point[d]))];
        return Cosine.Of([.. Mean(true).Zip(Mean(false), (h, b) => h - b)], direction);
    }

    private static double[][] Points(SeededGenerator generator, int count, int dimensions) =>
        [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, dimensions).Select(_ => generator.NextNormal()).ToArray())];
}
