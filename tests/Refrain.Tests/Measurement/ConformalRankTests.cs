using CsCheck;
using Refrain.Ground.Statistics;

namespace Refrain.Tests.Measurement;

public class ConformalRankTests
{
    [Fact]
    public void Ranks_and_thresholds_are_the_references()
    {
        foreach (var row in Golden.Statistics("conformal").EnumerateArray())
        {
            var scores = row.Numbers("harmful_scores");
            Assert.Equal(row.GetProperty("rank").GetInt32(), ConformalRank.Of(scores.Length, row.Number("alpha")));
            double? expected =
                row.GetProperty("threshold").ValueKind == System.Text.Json.JsonValueKind.Null ? null : row.Number("threshold");
            Assert.Equal(expected, ConformalRank.Threshold(scores, row.Number("alpha")));
        }
    }

    [Theory]
    [InlineData(99, 0.29, 29)]
    [InlineData(18, 0.05, 0)]
    [InlineData(19, 0.05, 1)]
    [InlineData(0, 0.5, 0)]
    public void A_rank_counts_alpha_as_it_is_written(int scores, double alpha, int rank) =>
        Assert.Equal(rank, ConformalRank.Of(scores, alpha));

    [Fact]
    public void At_most_the_allowed_share_of_n_plus_one_lies_below_the_threshold() =>
        Gen.Select(Gen.Double[-1, 1].Array[1, 200], Gen.Int[1, 99])
            .Sample(
                (scores, percent) =>
                {
                    double? threshold = ConformalRank.Threshold(scores, percent / 100.0);
                    Assert.True(
                        threshold is null || scores.Count(score => score < threshold) + 1 <= (scores.Length + 1) * percent / 100.0 + 1e-9
                    );
                }
            );

    [Fact]
    public void An_alpha_outside_of_0_and_1_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalRank.Of(3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConformalRank.Of(3, double.NaN));
    }
}
