using System.Text.Json.Nodes;
using Refrain.Directions;
using Refrain.Measurement;
using Refrain.Runs;

namespace Refrain.Tests.Reports;

/// <summary>Why a candidate was discarded: a value in the code, words in report.json.</summary>
public sealed class DiscardWordsTests
{
    public static TheoryData<Filter, double?, int?, string> Words =>
        new()
        {
            { Filter.Layer, 14, 18, "layer at or above 14 of 18" },
            { Filter.Divergence, .1, null, "divergence above 0.1" },
            { Filter.Divergence, 1e-7, null, "divergence above 1E-07" },
            { Filter.Addition, null, null, "addition does not induce refusal: score below 0" },
            { Filter.Refuses, null, null, "still refuses: ablated score at or above 0" },
            { Filter.NotBest, null, null, "ablated score above the best one's" },
            { Filter.NoNumber, null, null, "no number: the activations overflow" },
            { Filter.GeneratedDivergence, .02, null, "generated divergence above 0.02" },
            { Filter.Degenerate, .05, null, "degenerate answers above 0.05" },
            { Filter.OverRefusal, 0, null, "over-refusal above 0" },
        };

    [Theory]
    [MemberData(nameof(Words))]
    public void Each_filter_has_its_words_and_they_read_back(Filter filter, double? limit, int? layers, string words)
    {
        var discard = new Discard(filter, limit, layers);
        Assert.Equal(words, DiscardWords.Of(discard));
        Assert.Equal(discard, DiscardWords.Read(words));
    }

    [Fact]
    public void Every_filter_is_tried() => Assert.Equal(Enum.GetValues<Filter>(), Words.Select(row => row.Data.Item1).Distinct().Order());

    [Theory]
    [InlineData("")]
    [InlineData("divergence")]
    [InlineData("divergence above ")]
    [InlineData("divergence above 0.10")]
    [InlineData("divergence above 0.1 of 18")]
    [InlineData("layer at or above 14")]
    [InlineData("layer at or above 14 of")]
    [InlineData("still refuses")]
    [InlineData("Over-refusal above 0")]
    public void Other_words_say_nothing(string words) => Assert.Null(DiscardWords.Read(words));

    [Fact]
    public void A_report_with_other_words_is_no_report()
    {
        var json = JsonNode.Parse(ReportJson.Write(ReportFixtures.Affine()))!;
        json["selection"]!["candidates"]![0]!["discarded"] = "it was late";
        var error = Assert.Throws<BadInputException>(() => ReportJson.Read(json.ToJsonString(), "report.json"));
        Assert.Contains("candidates[0].discarded", error.Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Filter.Layer, 1)]
    [InlineData(Filter.NoNumber, 1)]
    [InlineData(Filter.Divergence, 2)]
    [InlineData(Filter.Addition, 3)]
    [InlineData(Filter.Refuses, 4)]
    [InlineData(Filter.NotBest, 5)]
    [InlineData(Filter.GeneratedDivergence, 6)]
    [InlineData(Filter.Degenerate, 7)]
    [InlineData(Filter.OverRefusal, 8)]
    public void Of_those_that_a_filter_discarded_the_nearest_by_its_own_measure_is_shown(Filter filter, int nearest)
    {
        // Candidate n is the best by the n-th measure alone.
        var candidates = Enumerable
            .Range(1, 8)
            .Select(layer => new Candidate(AblationKind.Zero, -1, layer)
            {
                Divergence = layer == 2 ? .1 : .5,
                InducedScore = layer == 3 ? -.1 : -.5,
                AblationScore = layer == 4 ? .1 : .5,
                Bound = new ScoreBound(BoundedScore.AblationScore, layer == 5 ? .1 : .5, 8, 32),
                Answers = new AnswerEffects
                {
                    GeneratedDivergence = layer == 6 ? .1 : .5,
                    DegenerateShare = layer == 7 ? .1 : .5,
                    OverRefusal = layer == 8 ? .1 : .5,
                },
                Discarded = new Discard(filter, .01),
            });
        var failed = Assert.Single(
            SelectionReporting.Of(new SelectionResult { Verdict = SelectionResult.NonePasses, Candidates = [.. candidates] }).BestOfFailed
        );
        Assert.Equal((8, nearest), (failed.Discarded, failed.Best.Layer));
        Assert.Equal($"zero: {DiscardWords.Of(new Discard(filter, .01))}", failed.Filter);
    }
}
