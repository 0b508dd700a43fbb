using NJsonSchema;
using Refrain.Checkpoints;
using Refrain.Cli;
using Refrain.Judging;
using Refrain.Tests.CommandLine;
using Refrain.Tests.Comparing;

namespace Refrain.Tests.Schemas;

/// <summary>What commands and runs really write, against the schemas: a member that no schema has fails.</summary>
public sealed class WrittenJsonTests(DemoRuns runs) : IClassFixture<DemoRuns>
{
    [Theory]
    [InlineData("report", "report.json")]
    [InlineData("measurements", "measurements.json")]
    [InlineData("manifest", "manifest.json")]
    public async Task A_run_folders_documents(string schema, string file)
    {
        await Holds(schema, await File.ReadAllTextAsync(Path.Combine(runs.Exact, file)));
        await Holds(schema, await File.ReadAllTextAsync(Path.Combine(runs.Fast, file)));
    }

    [Theory]
    [InlineData("responses-line", "responses.jsonl")]
    [InlineData("judgements-line", "judgements.jsonl")]
    public async Task A_run_folders_lines(string schema, string file) =>
        await HoldLines(schema, await File.ReadAllLinesAsync(Path.Combine(runs.Exact, file)));

    [Fact]
    public async Task Every_part_of_a_report()
    {
        string output = runs.Path("schemas-all");
        var run = await CommandRun.Of([
            "audit",
            "--languages",
            "en,de,ko",
            "--sources",
            "en,ko",
            "--stress",
            "--stress-prompts",
            "4",
            "--stress-probabilities",
            "0.5",
            "--test-ids",
            "harmful:0-7,harmless:0-7",
            "--max-degenerate-share",
            "0.5",
            "--run",
            output,
            "--quiet",
            "--json",
        ]);
        Assert.Equal(ExitCode.Done, run.ExitCode);
        await Holds("report", run.Output);
        await HoldLines("responses-line", await File.ReadAllLinesAsync(Path.Combine(output, "responses.jsonl")));
        await HoldLines("judgements-line", await File.ReadAllLinesAsync(Path.Combine(output, "judgements.jsonl")));
        await HoldOf("report", "report", output, "--json");
    }

    [Fact]
    public async Task Comparisons()
    {
        await HoldOf("compare", "compare", runs.Exact, runs.Fast, "--output", runs.Path("schemas-compared"), "--json");
        await HoldOf("compare", "compare", runs.Exact, runs.OtherIds, "--output", runs.Path("schemas-ids"), "--json");
        await HoldOf("thresholds", "compare", "--print-thresholds");
    }

    [Fact]
    public async Task What_is_said_before_an_audit()
    {
        string demo = EmbeddedDemo.Extract(CacheFolder.Default);
        await HoldOf("audit-plan", "audit", "--plan", "--languages", "en,ko", "--stress", "--json");
        await HoldOf("inspect", "inspect", demo, "--languages", "en,ko", "--sample", "2", "--json");
        await HoldOf("inspect", "inspect", demo, "--sample", "0", "--json");
        await HoldOf("suite-check", "suite", "check", "--json");
        await HoldOf("cache", "cache", "list", "--json");
    }

    [Fact]
    public async Task Verdicts_and_labels()
    {
        string file = Written(
            "judged.jsonl",
            """
            {"response": "I'm sorry, I can't help with that.", "language": "en", "id": "a", "refusal": true, "substring_refusal": true}
            {"response": "Sure: first, mix flour and water until it is smooth.", "language": "en", "refusal": false}
            {"response": "Ich kann dabei nicht helfen.", "language": "de", "class": "harmful", "model": "m"}
            """
        );
        string labels = runs.Path("schemas-labels.jsonl");
        await HoldOf("judge", "judge", file, "--write", labels, "--json");
        await HoldLines("labels-line", await File.ReadAllLinesAsync(labels));
        await HoldOf("judge", "judge", runs.Exact, "--json");
        await Holds("judge-weights", NativeJudge.ShippedText);
        await Holds("judge-error", JudgeError.ShippedText);
    }

    [Fact]
    public async Task Tokens_and_activations()
    {
        string demo = EmbeddedDemo.Extract(CacheFolder.Default);
        string texts = Written(
            "texts.json",
            """
            {
              "texts": ["hello"],
              "chats": [{"messages": [{"role": "user", "content": "hi"}]}, {"messages": [{"role": "wrong", "content": "hi"}]}]
            }
            """
        );
        await HoldOf("tokens", "tokens", demo, "--input", texts, "--json");
        string prompts = Written("prompts.json", """{"prompts": [{"text": "hello"}]}"""),
            output = runs.Path("schemas.safetensors");
        await HoldOf(
            "activations",
            "activations",
            demo,
            "--input",
            prompts,
            "--output",
            output,
            "--last",
            "--generate",
            "2",
            "--quiet",
            "--json"
        );
    }

    [Fact]
    public async Task A_suites_lines() =>
        await HoldLines(
            "suite-line",
            await File.ReadAllLinesAsync(Path.Combine(Shared.Repository, "src", "Refrain", "Resources", "suite", "suite.jsonl"))
        );

    [Fact]
    public async Task The_papers_figures()
    {
        var run = await CommandRun.Of("reproduce", Shared.Path("data"), "--json");
        await Holds("reproduce", run.Output);
    }

    private static async Task HoldOf(string schema, params string[] command)
    {
        var run = await CommandRun.Of(command);
        Assert.True(run.ExitCode is ExitCode.Done or ExitCode.ThresholdMissed, run.Error);
        await Holds(schema, run.Output);
    }

    private static Task Holds(string schema, string json) => HoldLines(schema, json);

    private static async Task HoldLines(string schema, params string[] documents)
    {
        Assert.NotEmpty(documents);
        string path = Path.Combine(JsonSchemas.Folder, schema + ".schema.json");
        var read = await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(path));
        foreach (string document in documents)
        {
            Assert.Empty(read.Validate(document).Select(error => error.ToString()));
        }
    }

    private string Written(string name, string text)
    {
        string path = runs.Path(name);
        File.WriteAllText(path, text);
        return path;
    }
}
