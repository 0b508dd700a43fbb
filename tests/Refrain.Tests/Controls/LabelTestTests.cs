using Refrain.Directions;

namespace Refrain.Tests.Controls;

/// <summary>The permutation test of labels: exact under labels that say nothing, sure of labels that do.</summary>
public class LabelTestTests
{
    private const int Hidden = 12;

    private static float[][] Streams(SeededGenerator generator, int count, double shift) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    Enumerable.Range(0, Hidden).Select(i => (float)(1000 + generator.NextNormal() + (i == 0 ? shift : 0))).ToArray()
                ),
        ];

    [Fact]
    public void P_is_what_a_naive_computation_gives()
    {
        var generator = new SeededGenerator(4);
        float[][] all = [.. Streams(generator, 9, 0.6), .. Streams(generator, 7, 0)];
        double Distance(float[][] order) =>
            Enumerable
                .Range(0, Hidden)
                .Sum(i => Math.Pow(order[..9].Average(stream => (double)stream[i]) - order[9..].Average(stream => (double)stream[i]), 2));
        double observed = Distance(all);

        // The test's own permutations, of indexes that are shuffled again and again.
        var own = new SeededGenerator(2, "label test/x");
        int[] indexes = [.. Enumerable.Range(0, 16)];
        int asFar = 0;
        for (int i = 0; i < LabelTest.Permutations; i++)
        {
            own.Shuffle<int>(indexes);
            asFar += Distance([.. indexes.Select(index => all[index])]) >= observed - 1e-9 ? 1 : 0;
        }

        Assert.InRange(asFar, 1, LabelTest.Permutations - 1);
        Assert.Equal((1.0 + asFar) / 1000, LabelTest.P(all[..9], all[9..], 2, "x"), 1e-12);
    }

    [Fact]
    public void Labels_that_say_nothing_have_a_p_below_a_level_as_often_as_the_level_says()
    {
        double[] p =
        [
            .. Enumerable
                .Range(0, 300)
                .Select(seed =>
                {
                    var generator = new SeededGenerator((ulong)seed);
                    return LabelTest.P(Streams(generator, 12, 0), Streams(generator, 10, 0), (ulong)seed, "null");
                }),
        ];
        Assert.InRange(p.Count(value => value <= 0.1), 12, 50); // 30 expected, four standard deviations of 5.2
        Assert.InRange(p.Count(value => value <= LabelTest.Level), 0, 10); // 3 expected
        Assert.InRange(p.Average(), 0.43, 0.57);
    }

    [Fact]
    public void Labels_that_part_the_prompts_have_the_smallest_p()
    {
        var generator = new SeededGenerator(1);
        Assert.Equal(0.001, LabelTest.P(Streams(generator, 30, 5), Streams(generator, 30, 0), 1, "real"));
    }
}
