using Refrain.Judging;

namespace Refrain.Tests.Judging;

public sealed class ResponseFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-judge-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_JSONL_row_gives_its_response_or_opening_and_its_labels()
    {
        var rows = Read(
            "a.jsonl",
            """
            {"response": "Sure.", "language": "en"}

            {"opening": "Non.", "language": "fr", "model": "m", "condition": "baseline", "refusal": 1, "substring_refusal": false, "id": 7}
            """
        );
        Assert.Equal([new("Sure.", "en", "", "", null, null), new("Non.", "fr", "m", "baseline", true, false) { Id = "7" }], rows);
    }

    [Fact]
    public void A_CSV_row_may_span_lines_and_be_empty()
    {
        var rows = Read("a.csv", "language,response,refusal\nen,\"One, \"\"two\"\"\nthree\",0\nen,,\n");
        Assert.Equal([new("One, \"two\"\nthree", "en", "", "", false, null), new("", "en", "", "", null, null)], rows);
    }

    [Theory]
    [InlineData("a.jsonl", "{\"response\": \"x\", \"language\": \"en\"}\n{\"response\": \n", "a.jsonl: line 2: is no JSON")]
    [InlineData("a.jsonl", "[1]\n", "a.jsonl: line 1: is [1]")]
    [InlineData("a.jsonl", "{\"language\": \"en\"}\n", "line 1: has no response")]
    [InlineData("a.jsonl", "\n{\"response\": \"x\"}\n", "line 2: names no language")]
    [InlineData("a.jsonl", "{\"response\": \"x\", \"language\": \"en\", \"refusal\": 2}\n", "line 1: refusal is 2")]
    [InlineData("a.jsonl", "{\"response\": \"\\ud800\", \"language\": \"en\"}\n", "line 1: response is no valid text")]
    [InlineData("a.jsonl", "", "has no rows")]
    [InlineData("a.csv", "", "is empty")]
    [InlineData("a.csv", "language,response\nen,\"a\nb\"\nen,x,y\n", "a.csv: line 4: has 3 fields")]
    [InlineData("a.csv", "response\nx\n", "line 2: names no language")]
    public void The_first_bad_row_is_an_error_that_names_file_and_line(string name, string content, string message) =>
        Assert.Contains(message, Assert.Throws<BadInputException>(() => Read(name, content)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_an_error_that_names_it() =>
        Assert.Contains(
            "nowhere.jsonl",
            Assert.Throws<BadInputException>(() => ResponseFile.Read("nowhere.jsonl")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_language_given_for_all_rows_overrides_theirs()
    {
        File.WriteAllText(Path.Combine(folder, "a.jsonl"), "{\"response\": \"x\"}\n");
        Assert.Equal("yo", ResponseFile.Read(Path.Combine(folder, "a.jsonl"), "yo").Single().Language);
    }

    private IReadOnlyList<LabelledResponse> Read(string name, string content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return ResponseFile.Read(path);
    }
}
