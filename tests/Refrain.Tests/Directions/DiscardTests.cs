using System.Text.Json;
using Refrain.Directions;

namespace Refrain.Tests.Directions;

public class DiscardTests
{
    public static TheoryData<Filter, double?, int?, string> Reasons { get; } =
        new()
        {
            { Filter.Layer, 12, 16, "layer at or above 12 of 16" },
            { Filter.Divergence, .1, null, "divergence above 0.1" },
            { Filter.Addition, 0, null, "addition does not induce refusal: score below 0" },
            { Filter.NoNumber, null, null, "no number: the activations overflow" },
            { Filter.Refuses, 0, null, "still refuses: ablated score at or above 0" },
            { Filter.NotBest, null, null, "ablated score above the best one's" },
            { Filter.GeneratedDivergence, .02, null, "generated divergence above 0.02" },
            { Filter.Degenerate, .5, null, "degenerate answers above 0.5" },
            { Filter.OverRefusal, 1e-3, null, "over-refusal above 0.001" },
        };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_reason_is_a_sentence_in_json_and_reads_back_to_itself(Filter filter, double? limit, int? of, string words)
    {
        var discard = new Discard(filter, limit, of);
        Assert.Equal(words, discard.ToString());
        string json = JsonSerializer.Serialize(discard);
        Assert.Equal(words, JsonSerializer.Deserialize<string>(json));
        Assert.Equal(discard, JsonSerializer.Deserialize<Discard>(json));
    }

    [Fact]
    public void Every_filter_has_its_words() =>
        Assert.Equal(Enum.GetValues<Filter>().Order(), Reasons.Select(row => row.Data.Item1).Order());

    [Theory]
    [InlineData("")]
    [InlineData("divergence")]
    [InlineData("divergence above a lot")]
    [InlineData("divergence above 0.10")]
    [InlineData("layer at or above 12 of many")]
    [InlineData("ablated score above the best one's, nearly")]
    public void Other_words_are_refused(string words) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Discard>(JsonSerializer.Serialize(words)));
}
