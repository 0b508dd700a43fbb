using Refrain.Measurement;

namespace Refrain.Tests.Measurement;

/// <summary>Cosines, projections and their intervals against sums written out.</summary>
public class DriftTests
{
    private const int Hidden = 12;

    private readonly Random random = new(5);

    private double[][] Points(int count, double shift) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Hidden).Select(i => random.NextDouble() + (i < 3 ? shift : 0)).ToArray())];

    private static double[][] Moved(double[][] points, double noise, Random random) => [.. points.Select(point => point.Select(value => value + (noise * (random.NextDouble() - .5))).ToArray())];

    [Fact]
    public void A_layers_drift_is_that_of_the_sums()
    {
        double[][] harmful = Points(9, 1), harmless = Points(7, 0), harmfulB = Moved(harmful, .5, random), harmlessB = Moved(harmless, .5, random);
        double[] direction = [.. Enumerable.Range(0, Hidden).Select(_ => random.NextDouble() - .3)];
        var drift = LayerDrift.OfPrompts(4, new(harmful, harmless), new(harmfulB, harmlessB), direction, seed: 3);

        double[] Mean(double[][] points) => [.. Enumerable.Range(0, Hidden).Select(i => points.Sum(point => point[i]) / points.Length)];
        double Dot(double[] x, double[] y) => x.Zip(y).Sum(pair => pair.First * pair.Second);
        double[] Less(double[] x, double[] y) => [.. x.Zip(y, (one, other) => one - other)];
        double[] a = Less(Mean(harmful), Mean(harmless)), b = Less(Mean(harmfulB), Mean(harmlessB));
        double norm = Math.Sqrt(Dot(direction, direction));
        Assert.Equal(Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)), drift.Cosine, 1e-12);
        Assert.Equal(Dot(Mean(harmful), direction) / norm, drift.Harmful.A, 1e-12);
        Assert.Equal(Dot(Mean(harmlessB), direction) / norm, drift.Harmless.B, 1e-12);
        Assert.Equal(Dot(b, direction) / Dot(a, direction), drift.GapKept, 1e-12);
        double[] own = [.. harmfulB.Select(point => Dot(point, direction) / norm)], before = [.. harmful.Select(point => Dot(point, direction) / norm)];
        var expected = PairedBootstrap.Difference(own, before, 3);
        Assert.Equal(expected.Difference, drift.Harmful.Change, 1e-12);
        Assert.Equal(expected.Interval.Low, drift.Harmful.Interval.Low, 1e-9);

        // Of means alone: the same numbers without intervals.
        ClassMeans Means(double[][] class1, double[][] class0) => new([.. Less(Mean(class1), Mean(class0)).Select(value => (float)value)], [.. Mean(class0).Select(value => (float)value)], 1, 1);
        var means = LayerDrift.OfMeans(0, Means(harmful, harmless), Means(harmfulB, harmlessB), -1, direction);
        Assert.Equal(drift.Cosine, means.Cosine, 1e-6);
        Assert.Equal(drift.Harmful.Change, means.Harmful.Change, 1e-6);
        Assert.Equal(drift.GapKept, means.GapKept, 1e-6);
        Assert.True(double.IsNaN(means.Harmful.Interval.Low));
    }

    [Fact]
    public void The_interval_of_a_cosine_is_that_of_prompts_drawn_again()
    {
        double[][] harmful = Points(8, .6), harmless = Points(6, 0), harmfulB = Moved(harmful, 1.5, random), harmlessB = Moved(harmless, 1.5, random);
        var interval = CosineBootstrap.Interval(new(harmful, harmless), new(harmfulB, harmlessB), seed: 11, resamples: 200);
        var generator = new SeededGenerator(11, "cosine of two directions");
        double[] cosines = [.. Enumerable.Range(0, 200).Select(_ =>
        {
            int[] h = [.. Enumerable.Range(0, 8).Select(_ => (int)generator.Next(8))], b = [.. Enumerable.Range(0, 6).Select(_ => (int)generator.Next(6))];
            ClassActivations Drawn(double[][] one, double[][] other) => new([.. h.Select(i => one[i])], [.. b.Select(i => other[i])]);
            return Cosine.Of(Drawn(harmful, harmless).Direction, Drawn(harmfulB, harmlessB).Direction);
        }).Order()];
        double At(double share) => cosines[(int)(share * 199)] + (((share * 199) - (int)(share * 199)) * (cosines[(int)(share * 199) + 1] - cosines[(int)(share * 199)]));
        Assert.Equal(At(.025), interval.Low, 1e-9);
        Assert.Equal(At(.975), interval.High, 1e-9);
        Assert.InRange(CosineBootstrap.Interval(new(harmful, harmless), new(harmful, harmless), 1).Low, 1 - 1e-9, 1);
    }

    [Fact]
    public void A_direction_that_is_zero_has_no_projections()
    {
        var same = new ClassActivations(Points(3, 0), Points(3, 0));
        var drift = LayerDrift.OfPrompts(1, same, same, new double[Hidden], 0);
        Assert.True(double.IsNaN(drift.Harmful.A) && double.IsNaN(drift.GapKept));
    }

    [Fact]
    public void Paired_refusal_counts_both_ways_and_tests_what_differs()
    {
        (bool, bool)[] pairs = [.. Enumerable.Repeat((true, true), 5), .. Enumerable.Repeat((true, false), 9), (false, true), (false, false)];
        var measured = PairedRefusal.Of(pairs, 2);
        Assert.Equal((16, 9, 1), (measured.Pairs, measured.OnlyA, measured.OnlyB));
        Assert.Equal(-.5, measured.Change, 1e-12);
        Assert.Equal(2 * (1 + 10) / Math.Pow(2, 10), measured.P, 1e-12);
        Assert.Equal(PairedScore.Interval(1, 9, 16), measured.Score);
        Assert.True(measured.Bootstrap.High < 0);
        Assert.True(double.IsNaN(PairedRefusal.Of([], 0).Change));
    }
}
