using Refrain.Ground.Statistics;
using Refrain.Measurement;

namespace Refrain.Tests.Measurement;

/// <summary>Cosines, projections and their intervals against sums written out.</summary>
public class DriftTests
{
    private const int Hidden = 12;

    private readonly Random random = new(5);

    private double[][] Points(int count, double shift) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ => Enumerable.Range(0, Hidden).Select(i => random.NextDouble() + (i < 3 ? shift : 0)).ToArray()),
        ];

    private static double[][] Moved(double[][] points, double noise, Random random) =>
        [.. points.Select(point => point.Select(value => value + (noise * (random.NextDouble() - .5))).ToArray())];

    [Fact]
    public void A_layers_drift_is_that_of_the_sums()
    {
        double[][] harmful = Points(9, 1),
            harmless = Points(7, 0),
            harmfulB = Moved(harmful, .5, random),
            harmlessB = Moved(harmless, .5, random);
        double[] direction = [.. Enumerable.Range(0, Hidden).Select(_ => random.NextDouble() - .3)];
        var drift = LayerDrift.OfPrompts(4, new(harmful, harmless), new(harmfulB, harmlessB), direction, seed: 3);

        double[] Mean(double[][] points) => [.. Enumerable.Range(0, Hidden).Select(i => points.Sum(point => point[i]) / points.Length)];
        double Dot(double[] x, double[] y) => x.Zip(y).Sum(pair => pair.First * pair.Second);
        double[] Less(double[] x, double[] y) => [.. x.Zip(y, (one, other) => one - other)];
        double[] a = Less(Mean(harmful), Mean(harmless)),
            b = Less(Mean(harmfulB), Mean(harmlessB));
        double norm = Math.Sqrt(Dot(direction, direction));
        Assert.Equal(Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b)), drift.Cosine, 1e-12);
        Assert.Equal(Dot(Mean(harmful), direction) / norm, drift.Harmful.A, 1e-12);
        Assert.Equal(Dot(Mean(harmlessB), direction) / norm, drift.Harmless.B, 1e-12);
        Assert.Equal(Dot(b, direction) / Dot(a, direction), drift.GapKept, 1e-12);
        double[] own = [.. harmfulB.Select(point => Dot(point, direction) / norm)],
            before = [.. harmful.Select(point => Dot(point, direction) / norm)];
        var expected = PairedBootstrap.Difference(own, before, 3);
        Assert.Equal(expected.Difference, drift.Harmful.Change, 1e-12);
        Assert.Equal(expected.Interval.Low, drift.Harmful.Interval.Low, 1e-9);

        // Of means alone: the same numbers without intervals.
        ClassMeans Means(double[][] class1, double[][] class0) =>
            new([.. Less(Mean(class1), Mean(class0)).Select(value => (float)value)], [.. Mean(class0).Select(value => (float)value)], 1, 1);
        var means = LayerDrift.OfMeans(0, Means(harmful, harmless), Means(harmfulB, harmlessB), -1, direction);
        Assert.Equal(drift.Cosine, means.Cosine, 1e-6);
        Assert.Equal(drift.Harmful.Change, means.Harmful.Change, 1e-6);
        Assert.Equal(drift.GapKept, means.GapKept, 1e-6);
        Assert.True(double.IsNaN(means.Harmful.Interval.Low));
    }

    [Fact]
    public void The_interval_of_a_cosine_is_that_of_leaving_each_prompt_out()
    {
        double[][] harmful = Points(8, .6),
            harmless = Points(6, 0),
            harmfulB = Moved(harmful, 1.5, random),
            harmlessB = Moved(harmless, 1.5, random);
        var interval = CosineInterval.Of(new(harmful, harmless), new(harmfulB, harmlessB));
        double Z(double[][] h, double[][] b, double[][] hB, double[][] bB) =>
            Math.Atanh(Cosine.Of(new ClassActivations(h, b).Direction, new ClassActivations(hB, bB).Direction));
        static double[][] Without(double[][] points, int left) => [.. points.Where((_, i) => i != left)];
        double[] first = [.. Enumerable.Range(0, 8).Select(i => Z(Without(harmful, i), harmless, Without(harmfulB, i), harmlessB))],
            second = [.. Enumerable.Range(0, 6).Select(i => Z(harmful, Without(harmless, i), harmfulB, Without(harmlessB, i)))];
        double Part(double[] z) => (z.Length - 1.0) / z.Length * z.Sum(value => Math.Pow(value - z.Average(), 2));
        double whole = Z(harmful, harmless, harmfulB, harmlessB),
            half = 1.959963984540054 * Math.Sqrt(Part(first) + Part(second));
        Assert.Equal(Math.Tanh(whole - half), interval.Low, 1e-9);
        Assert.Equal(Math.Tanh(whole + half), interval.High, 1e-9);
        Assert.Equal(
            (1, 1),
            (
                Math.Round(CosineInterval.Of(new(harmful, harmless), new(harmful, harmless)).Low, 12),
                Math.Round(CosineInterval.Of(new(harmful, harmless), new(harmful, harmless)).High, 12)
            )
        );
        Assert.True(double.IsNaN(CosineInterval.Of(new(harmful[..1], harmless), new(harmfulB[..1], harmlessB)).Low));
    }

    [Fact]
    public void The_interval_of_a_cosine_holds_the_true_one_about_as_often_as_it_says()
    {
        // Directions e1 and (e1 + e2)/√2; prompts share most of their noise between the models.
        int holds = 0;
        for (int trial = 0; trial < 300; trial++)
        {
            (double[] A, double[] B)[] Class(double shift, int count) =>
                [
                    .. Enumerable
                        .Range(0, count)
                        .Select(_ =>
                        {
                            double[] shared = [.. Enumerable.Range(0, Hidden).Select(_ => Normal())];
                            double[] a = [.. shared.Select((value, i) => value + (i == 0 ? shift : 0))],
                                b = [.. shared.Select((value, i) => value + (.3 * Normal()) + (i < 2 ? shift / Math.Sqrt(2) : 0))];
                            return (a, b);
                        }),
                ];
            var (harmful, harmless) = (Class(6, 64), Class(0, 64));
            var interval = CosineInterval.Of(
                new([.. harmful.Select(pair => pair.A)], [.. harmless.Select(pair => pair.A)]),
                new([.. harmful.Select(pair => pair.B)], [.. harmless.Select(pair => pair.B)])
            );
            holds += interval.Low <= Math.Sqrt(.5) && Math.Sqrt(.5) <= interval.High ? 1 : 0;
        }

        Assert.InRange(holds / 300.0, .91, .985);
    }

    // Twelve uniform numbers make a near-normal one.
    private double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

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
        (double A, double B)[] pairs = [.. Enumerable.Repeat((1.0, 1.0), 5), .. Enumerable.Repeat((1.0, 0.0), 9), (0, 1), (0, 0)];
        var measured = RateDrift.ChangeOf(new OutcomePairs([.. pairs.Select(pair => pair.A)], [.. pairs.Select(pair => pair.B)]), 2);
        Assert.Equal((16, 9, 1), (measured.Pairs, measured.OnlyA, measured.OnlyB));
        Assert.Equal(-.5, measured.Change!.Value, 1e-12);
        Assert.Equal(2 * (1 + 10) / Math.Pow(2, 10), measured.PUnadjusted!.Value, 1e-12);
        Assert.Equal(PairedScore.Interval(1, 9, 16), new(measured.ScoreLow!.Value, measured.ScoreHigh!.Value));
        Assert.True(measured.High < 0);
        Assert.Equal(new PairedChange(), RateDrift.ChangeOf(new OutcomePairs([], []), 0));
    }
}
