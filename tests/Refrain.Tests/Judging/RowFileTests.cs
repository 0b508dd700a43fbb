using System.Text;
using Refrain.Judging;
using Refrain.Prompts;

namespace Refrain.Tests.Judging;

public sealed class RowFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-rows-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("a.csv", "response;language\nOne, two;de\n")]
    [InlineData("a.csv", "response\tlanguage\nOne, two\tde\n")]
    [InlineData("a.tsv", "response\tlanguage\nOne, two\tde\n")]
    [InlineData("a.csv", "\uFEFF Response , LANGUAGE\r\n\"One, two\",de\r\n")]
    public void The_header_tells_what_separates_the_columns(string name, string content)
    {
        var row = Assert.Single(Read(name, Encoding.UTF8.GetBytes(content)));
        Assert.Equal(("One, two", "de"), (row.Response, row.Language));
    }

    [Fact]
    public void Columns_may_have_other_names()
    {
        string path = Write(
            "a.jsonl",
            """{"completion": "No.", "lang": "de", "question": "How?", "id": 3, "class": "harmful"}"""u8.ToArray()
        );
        var row = Assert.Single(
            ResponseFile.Read(
                path,
                columns: new Dictionary<string, string>
                {
                    ["response"] = "completion",
                    ["language"] = "lang",
                    ["prompt"] = "question",
                }
            )
        );
        Assert.Equal(new JudgeInput("No.", "de", "How?") { Class = PromptClass.Harmful }, row.Input);
        Assert.Equal("3", row.Id);
    }

    [Fact]
    public void Utf16_with_a_mark_is_read_and_other_encodings_are_refused()
    {
        Assert.Equal(
            "Für",
            Assert
                .Single(Read("a.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("response,language\nFür,de\n")]))
                .Response
        );
        byte[] latin = Encoding.Latin1.GetBytes("response,language\nFür,de\n");
        Assert.Contains("is no UTF-8 text", Refused("a.csv", latin), StringComparison.Ordinal);
        Assert.Contains(
            "line 1 or soon after: is no UTF-8 text",
            Refused(
                "a.jsonl",
                [.. "{\"response\": \"x\", \"language\": \"de\"}\n"u8, .. Encoding.Latin1.GetBytes("{\"response\": \"Für\"}")]
            ),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("response,language\nIt is \"good\",de\n", "line 2: has quotes that do not pair")]
    [InlineData("response,language\n\"It is good,de\nNo,de\n", "line 2: has quotes that do not pair")]
    [InlineData("response,language\n\"It is\"good,de\n", "line 2: has quotes that do not pair")]
    [InlineData("response,language,Response\nx,de,y\n", "line 1: names response twice")]
    [InlineData("text,language\nx,de\n", "line 2: has no response")]
    [InlineData("response,language\nx\n", "line 2: has 1 fields; expected 2")]
    public void A_table_that_may_mean_something_else_is_refused(string content, string expected) =>
        Assert.Contains(expected, Refused("a.csv", Encoding.UTF8.GetBytes(content)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.jsonl")]
    public void A_line_of_many_megabytes_is_read_or_refused(string name)
    {
        string text = new('x', 20 << 20);
        byte[] content = Encoding.UTF8.GetBytes(
            name.EndsWith("csv", StringComparison.Ordinal)
                ? $"response,language\n{text},de\n"
                : $"{{\"response\": \"{text}\", \"language\": \"de\"}}\n"
        );
        if (name.EndsWith("csv", StringComparison.Ordinal))
        {
            Assert.Contains("fields of at most 16 MiB", Refused(name, content), StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(text.Length, Assert.Single(Read(name, content)).Response.Length);
        }
    }

    private string Refused(string name, byte[] content) => Assert.Throws<BadInputException>(() => Read(name, content)).Message;

    private IReadOnlyList<LabelledResponse> Read(string name, byte[] content) => ResponseFile.Read(Write(name, content));

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
