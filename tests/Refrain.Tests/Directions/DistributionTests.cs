using CsCheck;
using Refrain.Directions;

namespace Refrain.Tests.Directions;

public class DistributionTests
{
    private const int Vocabulary = 1300; // two whole pieces and a part of one

    private static readonly Gen<float[]> Logits = Gen.Float[-40, 40].Array[Vocabulary];

    [Fact]
    public void Divergences_and_refusal_scores_are_those_of_a_loop_in_float64() =>
        Gen.Select(Logits, Logits)
            .Sample(
                (without, with) =>
                {
                    double[] p = Softmax(without),
                        q = Softmax(with);
                    double divergence = 0,
                        refusing = q[3] + q[77] + q[1299];
                    for (int token = 0; token < Vocabulary; token++)
                    {
                        divergence += p[token] * (Math.Log(p[token] + 1e-6) - Math.Log(q[token] + 1e-6));
                    }

                    Assert.Equal(divergence, new Untouched(Distribution.Of(without)).Divergence(with), 1e-10);
                    Assert.Equal(divergence, Distribution.Divergence(Distribution.Of(without), with), 1e-10);
                    Assert.Equal(Math.Log(refusing + 1e-8) - Math.Log(1 - refusing + 1e-8), RefusalScore.Of(with, [3, 77, 1299]), 1e-6);
                },
                iter: 50
            );

    [Fact]
    public void Probabilities_are_those_of_a_loop_and_sum_to_one() =>
        Logits.Sample(
            one =>
            {
                double[] expected = Softmax(one),
                    actual = Distribution.Of(one),
                    twice = new double[Vocabulary];
                Distribution.AddTo(twice, one);
                Distribution.AddTo(twice, one);
                Assert.Equal(1, actual.Sum(), 1e-12);
                for (int token = 0; token < Vocabulary; token++)
                {
                    Assert.Equal(expected[token], actual[token], 1e-14);
                    Assert.Equal(2 * expected[token], twice[token], 1e-14);
                }
            },
            iter: 50
        );

    [Fact]
    public void No_divergence_is_below_its_bound() =>
        Gen.Select(Logits, Logits, Gen.Float[0, 1])
            .Sample(
                (without, with, mix) =>
                {
                    // Mixed with p itself: near p divergences are smallest.
                    float[] near = [.. without.Zip(with, (one, other) => one + (mix * mix * mix * (other - one)))];
                    var untouched = new Untouched(Distribution.Of(without));
                    Assert.True(
                        untouched.Divergence(near) >= untouched.Least - 1e-12,
                        $"{untouched.Divergence(near)} and {untouched.Least}"
                    );
                    Assert.InRange(untouched.Least, -Math.Log(1 + (Vocabulary * 1e-6)), 0);
                },
                iter: 200
            );

    [Fact]
    public void The_bound_of_a_divergence_is_met_by_a_distribution_that_leaves_out_unlikely_tokens()
    {
        // 200 tokens of probability 1e-9 cost q more than they give back: the divergence from p without them is below 0.
        float[] without =

            [
                .. Enumerable
                    .Range(0, Vocabulary)
                    .Select(token =>
                        token < 2 ? 0f
                        : token < 202 ? -20f
                        : -100f
                    ),
            ],
            with = [.. without.Select((logit, token) => token < 2 ? logit : -100f)];
        var untouched = new Untouched(Distribution.Of(without));
        Assert.InRange(untouched.Divergence(with), untouched.Least, 0);
        Assert.True(untouched.Divergence(with) < 0);
    }

    [Fact]
    public void No_refusal_score_is_below_its_bound()
    {
        float[] sure = [.. Enumerable.Range(0, Vocabulary).Select(token => token is 5 or 700 ? 3f : -1000f)];
        Assert.Equal(RefusalScore.Least, RefusalScore.Of(sure, [6, 1299]), 1e-12);
        Assert.Equal(-RefusalScore.Least, RefusalScore.Of(sure, [5, 700]), 1e-12);
    }

    [Fact]
    public void What_overflows_is_no_number_and_no_crash()
    {
        float[] broken = [.. Enumerable.Repeat(float.NaN, Vocabulary)],
            infinite = [.. Enumerable.Repeat(float.PositiveInfinity, Vocabulary)];
        Assert.True(double.IsNaN(RefusalScore.Of(broken, [1])));
        Assert.True(double.IsNaN(RefusalScore.Of(infinite, [1])));
        Assert.True(double.IsNaN(new Untouched(Distribution.Of(new float[Vocabulary])).Divergence(broken)));
    }

    private static double[] Softmax(float[] logits)
    {
        double greatest = logits.Max();
        double[] exponentials = [.. logits.Select(logit => Math.Exp(logit - greatest))];
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }
}
