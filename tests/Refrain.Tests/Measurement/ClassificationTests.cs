using CsCheck;
using Refrain.Ground.Statistics;

namespace Refrain.Tests.Measurement;

public class ClassificationTests
{
    [Fact]
    public void Auroc_kappa_and_balanced_accuracy_are_what_scikit_learn_computes()
    {
        foreach (var row in Golden.Statistics("classification").EnumerateArray())
        {
            int[] labels = row.Labels("labels"),
                predicted = row.Labels("predicted");
            var scores = row.Numbers("scores");
            double[] OfLabel(int label) => [.. scores.Where((_, i) => labels[i] == label)];
            Golden.Equal(row.Number("auroc"), Auroc.Of(OfLabel(1), OfLabel(0)));
            var counts = labels
                .Zip(predicted)
                .Aggregate(default(TwoByTwo), (sum, pair) => sum + Answers(pair.First == 1, pair.Second == 1));
            Golden.Equal(row.Number("kappa"), Kappa.Cohen(counts));
            Golden.Equal(row.Number("balanced_accuracy"), BalancedAccuracy.Of(counts));
        }
    }

    [Fact]
    public void Auroc_counts_pairs_and_halves_ties()
    {
        // Few distinct scores make many ties.
        var scores = Gen.Int[-3, 3].Select(i => (double)i).Array[1, 30];
        Gen.Select(scores, scores)
            .Sample(
                (positives, negatives) =>
                {
                    double won = positives.Sum(p =>
                        negatives.Sum(n =>
                            p > n ? 1
                            : p == n ? 0.5
                            : 0
                        )
                    );
                    Golden.Equal(won / (positives.Length * negatives.Length), Auroc.Of(positives, negatives));
                    Assert.Equal(1, Auroc.Of(positives, negatives) + Auroc.Of(negatives, positives), 1e-15);
                }
            );
    }

    [Fact]
    public void Auroc_bounds()
    {
        Assert.Equal(1, Auroc.Of([2, double.PositiveInfinity], [1, double.NegativeInfinity]));
        Assert.Equal(0.5, Auroc.Of([0.0], [-0.0]));
        Assert.True(double.IsNaN(Auroc.Of([], [1])));
        Assert.Throws<ArgumentException>(() => Auroc.Of([double.NaN], [1]));
    }

    [Fact]
    public void An_aurocs_bootstrap_repeats_and_holds_the_estimate()
    {
        var scores = Gen.Double[-1, 1].Array[8, 40];
        Gen.Select(scores, scores, Gen.ULong)
            .Sample(
                (positives, negatives, seed) =>
                {
                    var interval = Auroc.Bootstrap(positives, negatives, seed);
                    Assert.Equal(interval, Auroc.Bootstrap(positives, negatives, seed));
                    Assert.InRange(Auroc.Of(positives, negatives), interval.Low, interval.High);
                },
                iter: 20
            );
    }

    [Fact]
    public void Separated_classes_stay_separated_under_the_bootstrap()
    {
        Assert.Equal(new Interval(1, 1), Auroc.Bootstrap([3, 4, 5], [0, 1, 2], seed: 1));
        Assert.True(double.IsNaN(Auroc.Bootstrap([], [1], seed: 1).Low));
    }

    [Fact]
    public void Kappa_of_identical_raters_is_one_and_of_one_label_undefined()
    {
        Assert.Equal(1, Kappa.Cohen(new TwoByTwo(3, 0, 0, 2)));
        Assert.Equal(-1, Kappa.Cohen(new TwoByTwo(0, 1, 1, 0)));
        Assert.Equal(0, Kappa.Cohen(new TwoByTwo(1, 1, 1, 1)));
        Assert.True(double.IsNaN(Kappa.Cohen(new TwoByTwo(2, 0, 0, 0))));
        Assert.True(double.IsNaN(Kappa.Cohen(default)));
    }

    [Fact]
    public void Balanced_accuracy_weighs_the_rare_class_in_full()
    {
        Assert.Equal(0.5, BalancedAccuracy.Of(new TwoByTwo(0, 1, 0, 3)));
        Assert.Equal(1, BalancedAccuracy.Of(new TwoByTwo(1, 0, 0, 9)));
        Assert.True(double.IsNaN(BalancedAccuracy.Of(new TwoByTwo(5, 0, 0, 0))));
    }

    private static TwoByTwo Answers(bool first, bool second) =>
        (first, second) switch
        {
            (true, true) => new(1, 0, 0, 0),
            (true, false) => new(0, 1, 0, 0),
            (false, true) => new(0, 0, 1, 0),
            _ => new(0, 0, 0, 1),
        };
}
