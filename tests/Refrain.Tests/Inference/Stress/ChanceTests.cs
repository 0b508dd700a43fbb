using Refrain.Graphs.Blocks;
using Refrain.Inference;

namespace Refrain.Tests.Inference.Stress;

public class ChanceTests
{
    private const int Points = 54,
        Positions = 300;

    [Fact]
    public void A_draw_is_that_of_the_definition_and_depends_on_nothing_else()
    {
        foreach (ulong seed in (ulong[])[0, 7, ulong.MaxValue])
        {
            foreach (string id in (string[])["harmful/test/286", "", "kalimọ̀"])
            {
                var chance = new Chance(0.5, seed, id);
                for (int i = 0; i < 200; i++)
                {
                    (int point, int position) = (i * 7 % Points, i * 13 % Positions);
                    Assert.Equal(NaiveStress.Uniform(seed, id, point, position), chance.Uniform(point, position));
                    Assert.Equal(chance.Uniform(point, position), new Chance(0.1, seed, "other").For(id).Uniform(point, position));
                }
            }
        }

        // As it was when the method was written down: a change here makes every earlier run another one.
        Assert.Equal(0.1234554466390210, new Chance(0.5, 0, "harmful/test/286").Uniform(4, 17), 1e-15);
    }

    [Fact]
    public void Draws_are_uniform_over_points_positions_and_prompts()
    {
        double[] all =
        [
            .. from id in Enumerable.Range(0, 12)
            let chance = new Chance(0.5, 3, $"harmful/test/{id}")
            from point in Enumerable.Range(0, Points)
            from position in Enumerable.Range(0, Positions)
            select chance.Uniform(point, position),
        ];
        Assert.All(all, u => Assert.InRange(u, 0, 0.9999999999999999));

        // 999 degrees of freedom: beyond 1,200 by chance once in 100,000 times.
        int[] cells = new int[1000];
        Array.ForEach(all, u => cells[(int)(u * 1000)]++);
        double expected = all.Length / 1000.0;
        Assert.InRange(cells.Sum(count => (count - expected) * (count - expected) / expected), 800, 1200);

        // Kolmogorov and Smirnov: √n D is beyond 2.2 by chance once in 8,000 times.
        Array.Sort(all);
        double distance = all.Index().Max(u => Math.Max((u.Index + 1.0) / all.Length - u.Item, u.Item - (double)u.Index / all.Length));
        Assert.True(distance * Math.Sqrt(all.Length) < 2.2, $"{distance}");
    }

    [Fact]
    public void Neighbours_along_every_axis_are_not_correlated()
    {
        Func<int, int, int, double> draw = (id, point, position) =>
            new Chance(0.5, (ulong)(id / 1000), $"harmful/test/{id % 1000}").Uniform(point, position);
        (string Name, Func<int, (double, double)> Pair)[] axes =
        [
            ("point", i => (draw(i / 4000, i % Points, i / Points % Positions), draw(i / 4000, i % Points + 1, i / Points % Positions))),
            ("position", i => (draw(i / 4000, i % Points, i / Points % Positions), draw(i / 4000, i % Points, i / Points % Positions + 1))),
            ("point against position", i =>
                (draw(i / 4000, i % Points + 1, i / Points % Positions), draw(i / 4000, i % Points, i / Points % Positions + 1))
            ),
            ("prompt", i => (draw(i % 900, i / 900, 5), draw(i % 900 + 1, i / 900, 5))),
            ("seed", i => (draw(i % 900, i / 900, 5), draw(i % 900 + 1000, i / 900, 5))),
        ];
        foreach ((string name, var pair) in axes)
        {
            const int Count = 20_000;
            (double X, double Y)[] pairs = [.. Enumerable.Range(0, Count).Select(pair)];
            double correlation = pairs.Average(p => (p.X - 0.5) * (p.Y - 0.5)) * 12;
            Assert.True(Math.Abs(correlation) * Math.Sqrt(Count) < 4, $"{name}: {correlation}");
        }
    }

    [Fact]
    public void What_acts_under_one_probability_acts_under_every_greater_one_and_ends_are_never_and_always()
    {
        Chance[] rising = [.. Enumerable.Range(0, 11).Select(tenth => new Chance(tenth / 10.0, 1, "harmful/test/1"))];
        int[] acting = new int[rising.Length];
        for (int point = 0; point < Points; point++)
        {
            for (int position = 0; position < Positions; position++)
            {
                bool[] acts = [.. rising.Select(chance => chance.Acts(point, position))];
                Assert.Equal(acts.Order(), acts);
                acts.Index().Where(each => each.Item).ToList().ForEach(each => acting[each.Index]++);
            }
        }

        Assert.Equal(0, acting[0]);
        Assert.Equal(Points * Positions, acting[^1]);
        Assert.All(acting.Index(), count =>
            Assert.InRange(count.Item / (double)(Points * Positions), count.Index / 10.0 - 0.02, count.Index / 10.0 + 0.02)
        );
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void A_probability_is_from_0_to_1(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Chance(probability, 0, ""));

    [Fact]
    public void A_sublayer_has_one_number_in_both_conventions()
    {
        Assert.Equal(
            [12, 13, 13, 14, 14],
            ((string[])["block_input", "attention_output", "attention_write", "mlp_output", "mlp_write"]).Select(name =>
                Hook.Point(4, name)
            )
        );
    }
}
