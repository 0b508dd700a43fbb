using CsCheck;
using Refrain.Ground.Statistics;
using Refrain.Measurement;

namespace Refrain.Tests.Measurement;

/// <summary>Retrieval, shifts and pairs by hand and against naive computations.</summary>
public class AlignmentTests
{
    [Fact]
    public void A_language_that_is_the_source_moved_by_one_vector_is_found_and_shifts_in_parallel()
    {
        double[][] source =

            [
                [1, 0, 2],
                [0, 3, 1],
                [-2, 1, 0],
                [1, 1, -4],
            ],
            moved = [.. source.Select(point => (double[])[point[0] + 5, point[1] - 1, point[2] + 2])];
        Assert.Equal(new Retrieval(1, 1, 4), Retrieval.Of(source, moved));
        var parallel = Parallelism.Of(source, moved, [1, 5, 0], [1, 5, 3]);
        Assert.Equal(1, parallel.MeanCosine, 1e-12);

        // (5, −1, 2) is orthogonal to (1, 5, 0); of (1, 5, 3) it takes 6/30.
        double[] rest = [1 - 1, 5 + 0.2, 3 - 0.4];
        Assert.Equal(
            ((rest[0] * 1) + (rest[1] * 5)) / Math.Sqrt(26 * ((rest[1] * rest[1]) + (rest[2] * rest[2]))),
            parallel.CosineWithoutShift,
            1e-12
        );
    }

    [Fact]
    public void Retrieval_is_what_a_naive_search_finds_and_turns_around() =>
        Gen.Select(Gen.Double[-1, 1].Array[4], Gen.Double[-1, 1].Array[4])
            .Array[2, 12]
            .Sample(pairs =>
            {
                double[][] source = [.. pairs.Select(pair => pair.Item1)],
                    language = [.. pairs.Select(pair => pair.Item2)];
                var found = Retrieval.Of(source, language);
                Assert.Equal(Naive(language, source), found.ToSource, 1e-12);
                Assert.Equal(Naive(source, language), found.FromSource, 1e-12);
                Assert.Equal(new Retrieval(found.FromSource, found.ToSource, pairs.Length), Retrieval.Of(language, source));
            });

    [Fact]
    public void Without_prompts_nothing_is_found() =>
        Assert.True(Retrieval.Of([], []) is { ToSource: double.NaN, FromSource: double.NaN, Prompts: 0 });

    [Fact]
    public void Prompts_are_paired_by_their_ids_within_a_class()
    {
        var one = new PromptActivations(
            [
                [1],
                [2],
                [3],
            ],
            [
                [4],
                [5],
            ],
            1,
            ["a", "b", "c", "beyond"],
            ["a", "z"]
        );
        var other = new PromptActivations(
            [
                [6],
                [7],
            ],
            [
                [8],
                [9],
                [10],
            ],
            1,
            ["c", "a"],
            ["z", "a", "b"]
        );
        Assert.Equal([(0, 1), (2, 0), (3, 3), (4, 2)], one.PairsWith(other));
    }

    [Fact]
    public void Layers_are_taken_apart()
    {
        var activations = new PromptActivations(
            [
                [1, 2, 10, 20],
                [3, 4, 30, 40],
            ],
            [
                [0, 0, 5, 5],
            ],
            2,
            ["a", "b"],
            ["a"]
        );
        Assert.Equal([10, 20], activations.At(1).Harmful[0]);
        Assert.Equal([15.0, 25], activations.At(1).Direction);
        Assert.Equal([2.0, 3], activations.Directions()[0]);
    }

    [Fact]
    public void Along_a_zero_direction_nothing_is_separated()
    {
        var classes = ClassSeparation.Of(
            new ClassActivations(
                [
                    [1, 0],
                    [2, 0],
                ],
                [
                    [0, 1],
                    [0, 2],
                ]
            ),
            [0, 0]
        );
        Assert.Equal(1, classes.Silhouette, 1e-12);
        Assert.True(double.IsNaN(classes.Auroc) && double.IsNaN(classes.Separation));
    }

    private static double Naive(double[][] queries, double[][] candidates)
    {
        double[][] Centred(double[][] points) =>
            [.. points.Select(point => point.Select((value, d) => value - points.Average(other => other[d])).ToArray())];
        double[][] from = Centred(queries),
            to = Centred(candidates);
        return from.Index()
                .Count(query => Enumerable.Range(0, to.Length).MaxBy(candidate => Cosine.Of(query.Item, to[candidate])) == query.Index)
            / (double)queries.Length;
    }
}
