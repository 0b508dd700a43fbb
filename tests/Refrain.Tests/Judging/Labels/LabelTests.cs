using Refrain.Judging;
using Refrain.Judging.Labels;

namespace Refrain.Tests.Judging.Labels;

public sealed class LabelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-labels-").FullName;

    private static readonly LabelledResponse[] Rows =
    [
        Row("1", "de", "baseline", "Nein."),
        Row("1", "de", "ablated", "Ja."),
        Row("1", "ko", "baseline", "No."),
        Row("2", "de", "baseline", "Nein."),
    ];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_label_with_an_id_is_of_one_response()
    {
        var join = Join(
            "a.csv",
            "id,language,condition,label\n1,de,baseline,refusal\n1,DE,ablated,0\n2,,,degenerate\n9,de,,1\n2,ko,,1\n1,ko,baseline,\n"
        );
        Assert.Equal(2, join.Unmatched);
        Assert.Equal([Outcome.Refusal, Outcome.Compliance, null, Outcome.Degenerate], Assert.Single(join.Judges).Outcomes);
        Assert.Equal("human", join.Judges[0].Name);
    }

    [Fact]
    public void A_label_with_a_text_is_of_every_response_that_reads_so()
    {
        var join = Join(
            "a.jsonl",
            """
            {"response": "Nein.", "label": "refusal"}
            {"response": "No.", "language": "de", "outcome": "refusal"}
            {"response": "Ja.", "refusal": false}
            """
        );
        Assert.Equal(1, join.Unmatched);
        Assert.Equal([Outcome.Refusal, Outcome.Compliance, null, Outcome.Refusal], Assert.Single(join.Judges).Outcomes);
    }

    [Fact]
    public void Annotators_are_judges_of_their_own()
    {
        var join = Join("a.csv", "response;annotator;label\nJa.;Ben;compliance\nJa.;Ann;refusal\nNein.;Ann;unjudged\n");
        Assert.Equal(["human: Ann", "human: Ben"], join.Judges.Select(judge => judge.Name));
        Assert.Equal([Outcome.Unjudged, Outcome.Refusal, null, Outcome.Unjudged], join.Judges[0].Outcomes);
    }

    [Theory]
    [InlineData("id,language,label\n1,de,refusal\n", "line 2: fits 2 responses; expected one")]
    [InlineData("id,language,label\n2,de,refusal\n2,de,compliance\n", "line 3: says compliance")]
    [InlineData("id,label\n7,refusal\n", "fits no response, nor does any other label")]
    [InlineData("id,label\n2,maybe\n", "line 2: the label is maybe; expected refusal, compliance")]
    [InlineData("id,answer\n2,refusal\n", "line 2: has no label")]
    [InlineData("language,label\nde,refusal\n", "line 2: names no response")]
    [InlineData("id,label\n2,\n", "has no labels")]
    public void A_label_that_says_nothing_clear_is_refused(string content, string expected) =>
        Assert.Contains(expected, Assert.Throws<BadInputException>(() => Join("a.csv", content)).Message, StringComparison.Ordinal);

    private LabelJoin Join(string name, string content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return LabelJoin.Of(LabelFile.Read(path), Rows);
    }

    private static LabelledResponse Row(string id, string language, string condition, string response) =>
        new(response, language, "", condition, null, null) { Id = id };
}
