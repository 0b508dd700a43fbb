using CsCheck;
using Refrain.Ground.Statistics;
using Refrain.Judging;

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
            Golden.Equal(row.Number("kappa"), Cohen(labels, predicted));
            var agreement = labels
                .Zip(predicted)
                .Aggregate(default(JudgeAgreement), (all, one) => all.With(one.First == 1, one.Second == 1));
            Golden.Equal(row.Number("kappa"), agreement.Kappa!.Value);
            Golden.Equal(row.Number("balanced_accuracy"), agreement.BalancedAccuracy!.Value);
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
        Assert.Equal(1, Cohen([0, 1, 2], [0, 1, 2]));
        Assert.Equal(-1, Cohen([0, 1], [1, 0]));
        Assert.True(double.IsNaN(Cohen([1, 1], [1, 1])));
        Assert.True(double.IsNaN(Cohen([], [])));
        Assert.Null(new JudgeAgreement(3, 0, 0, 0).Kappa);
        Assert.Null(default(JudgeAgreement).Kappa);
    }

    [Fact]
    public void Balanced_accuracy_weighs_the_rare_class_in_full()
    {
        Assert.Equal(0.5, new JudgeAgreement(0, 0, 1, 3).BalancedAccuracy);
        Assert.Null(new JudgeAgreement(2, 0, 0, 0).BalancedAccuracy);
        Assert.Null(default(JudgeAgreement).BalancedAccuracy);
    }

    private static double Cohen(int[] first, int[] second) =>
        Kappa.Of(
            first.Length,
            first.Zip(second).Count(pair => pair.First == pair.Second),
            first.Distinct().Sum(label => (long)first.Count(other => other == label) * second.Count(other => other == label))
        );
}
