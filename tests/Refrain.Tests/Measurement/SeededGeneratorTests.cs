namespace Refrain.Tests.Measurement;

public class SeededGeneratorTests
{
    [Fact]
    public void SplitMix64_gives_its_published_sequence()
    {
        ulong state = 1_234_567;
        ulong[] sequence = [.. Enumerable.Range(0, 5).Select(_ => SeededGenerator.SplitMix(ref state))];
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], sequence);
    }

    [Fact]
    public void Xoshiro256_starstar_gives_its_published_sequence()
    {
        var generator = new SeededGenerator(1, 2, 3, 4);
        ulong[] sequence = [.. Enumerable.Range(0, 4).Select(_ => generator.NextBits())];
        Assert.Equal([11520, 0, 1509978240, 1215971899390074240], sequence);
    }

    [Fact]
    public void One_seed_has_a_stream_of_its_own_for_every_purpose()
    {
        ulong First(ulong seed, string purpose) => new SeededGenerator(seed, purpose).NextBits();
        Assert.Equal(First(1, "a"), First(1, "a"));
        Assert.Equal(4, new[] { First(1, "a"), First(1, "b"), First(2, "a"), First(1, "") }.Distinct().Count());
    }

    [Fact]
    public void Whole_numbers_stay_below_the_bound_and_are_equally_likely()
    {
        var generator = new SeededGenerator(11);
        var counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[generator.Next(7)]++;
        }

        // Five standard deviations of a binomial count.
        Assert.All(counts, count => Assert.InRange(count, 10_000 - 463, 10_000 + 463));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Next(0));
        Assert.InRange(generator.Next(int.MaxValue), 0, int.MaxValue - 1);
    }

    [Fact]
    public void A_shuffle_keeps_the_values_and_puts_each_anywhere()
    {
        var generator = new SeededGenerator(5);
        var places = new int[4];
        for (int i = 0; i < 8_000; i++)
        {
            int[] values = [0, 1, 2, 3];
            generator.Shuffle<int>(values);
            Assert.Equal([0, 1, 2, 3], values.Order());
            places[Array.IndexOf(values, 0)]++;
        }

        Assert.All(places, count => Assert.InRange(count, 2_000 - 194, 2_000 + 194));
    }

    [Fact]
    public void Normal_draws_have_mean_zero_and_variance_one()
    {
        var generator = new SeededGenerator(9);
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ => generator.NextNormal())];
        Assert.InRange(draws.Average(), -0.025, 0.025);
        Assert.InRange(draws.Average(x => x * x), 0.96, 1.04);
        Assert.InRange(draws.Count(x => Math.Abs(x) < 1.959964) / 40_000.0, 0.945, 0.955);
    }
}
