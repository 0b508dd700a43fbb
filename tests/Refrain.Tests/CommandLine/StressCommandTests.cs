using System.Text.Json.Nodes;
using Refrain.Audits;

namespace Refrain.Tests.CommandLine;

/// <summary><c>refrain audit --stress</c> on the embedded demo model.</summary>
public class StressCommandTests
{
    private static readonly string[] Small = ["--languages", "en,ko", "--controls", "none", "--test-ids", "harmful:0-11,harmless:0-7"];

    private readonly string folder = Directory.CreateTempSubdirectory("refrain-stress-").FullName;

    private string Run(string name) => Path.Combine(folder, name);

    private static async Task<JsonNode> Json(params string[] args)
    {
        var run = await CommandRun.Of(["audit", .. Small, .. args, "--json", "--quiet"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private static JsonNode[] Lines(string run, string file = "responses.jsonl") =>
        [.. File.ReadAllLines(Path.Combine(run, file)).Select(line => JsonNode.Parse(line)!)];

    private static string Name(JsonNode row) =>
        $"{row["language"]} {row["class"]} {row["id"]} {row["condition"]} {row["source"]} {row["ablation_probability"]}";

    [Fact]
    public async Task The_curve_begins_at_the_baseline_ends_at_the_ablation_and_changes_no_other_number()
    {
        var plan = await Json("--stress", "--plan", "--run", Run("plan"));
        var without = await Json("--run", Run("without"));
        var with = await Json("--stress", "--stress-prompts", "8", "--run", Run("with"));
        Assert.Null(without["stress"]);
        var stress = with["stress"]!;
        Assert.Equal(Enumerable.Range(0, 11).Select(tenth => tenth / 10.0), stress["probabilities"]!.AsArray().Select(q => (double)q!));
        Assert.Equal(8, (int)stress["prompts_per_language"]!);
        Assert.Contains("--stress --stress-prompts 8", (string)with["command"]!, StringComparison.Ordinal);

        JsonNode[] answers = Lines(Run("with")),
            verdicts = Lines(Run("with"), "judgements.jsonl");
        Assert.Equal(answers.Length, answers.Select(Name).Distinct().Count());
        Assert.Equal(2 * 8 * 9, answers.Count(row => (string)row["condition"]! == "stressed"));
        Assert.Equal(Lines(Run("without")).Length, answers.Count(row => (string)row["condition"]! != "stressed"));
        foreach (string language in (string[])["en", "ko"])
        {
            var rates = stress["languages"]![language]!["rates"]!.AsArray();
            Assert.Equal(11, rates.Count);
            Assert.All(rates, rate => Assert.Equal(8, (int)rate!["n"]!));
            string[] ids =
            [
                .. answers
                    .Where(row => (string)row["condition"]! == "stressed" && (string)row["language"]! == language)
                    .Select(row => (string)row["id"]!)
                    .Distinct(),
            ];
            foreach ((int place, string condition) in ((int, string)[])[(0, "baseline"), (10, "ablated")])
            {
                Assert.Equal(
                    verdicts.Count(row =>
                        (string)row["condition"]! == condition
                        && (string)row["language"]! == language
                        && ids.Contains((string)row["id"]!)
                        && (string)row["outcome"]! == "refusal"
                    ),
                    (int)rates[place]!["refusal"]!
                );
            }
        }

        Assert.True((int)stress["languages"]!["en"]!["rates"]![0]!["refusal"]! >= 6, "the untouched model refuses");
        Assert.True((int)stress["languages"]!["en"]!["rates"]![10]!["refusal"]! <= 1, "the ablated model does not");

        // The rest of the report is what it is without.
        foreach (var report in (JsonNode[])[with, without])
        {
            foreach (string name in (string[])["stress", "command", "times"])
            {
                report.AsObject().Remove(name);
            }
        }

        SameReport.Compare(without, with, "report");

        // The plan counted all of it, for 12 prompts and 9 probabilities.
        int Planned(JsonNode estimate) =>
            (int)estimate["stages"]!.AsArray().Single(stage => (string)stage!["stage"]! == "responses")!["prompts"]!;
        Assert.Equal(Lines(Run("without")).Length + (2 * 12 * 9), Planned(plan));
        Assert.Equal(9, plan["stress_probabilities"]!.AsArray().Count);
    }

    [Fact]
    public async Task Other_threads_and_batches_and_an_interruption_give_the_same_answers()
    {
        string[] stressed = ["--stress", "--stress-probabilities", "0.75,.3", "--stress-prompts", "6"];
        var whole = await Json([.. stressed, "--run", Run("whole")]);
        Assert.Equal([0, .3, .75, 1], whole["stress"]!["probabilities"]!.AsArray().Select(q => (double)q!));

        var settings = new AuditSettings
        {
            Languages = ["en", "ko"],
            Controls = false,
            TestIds = Small[^1],
            Stress = new StressSettings { Probabilities = [.3, .75], Prompts = 6 },
        };
        var request = new AuditRequest
        {
            Settings = settings,
            Run = Run("cut"),
            Command = (string)whole["command"]!,
        };
        using var cancel = new CancellationTokenSource();
        await Task.Run(
            () =>
                Assert.ThrowsAny<OperationCanceledException>(() =>
                    Audit.Run(
                        request,
                        new Watching(update =>
                        {
                            if (update.Stage == "responses" && update.Done > 0)
                            {
                                cancel.Cancel();
                            }
                        }),
                        cancel: cancel.Token
                    )
                ),
            TestContext.Current.CancellationToken
        );
        await Audit.RunAsync(request, cancel: TestContext.Current.CancellationToken);
        using var other = CommandProcess.Start([
            "audit",
            .. Small,
            .. stressed,
            "--threads",
            "1",
            "--batch-tokens",
            "64",
            "--run",
            Run("small"),
            "--quiet",
        ]);
        await other.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, other.ExitCode);
        SameRun.Of(Run("whole"), Run("cut"));
        SameReport.Of(Run("whole"), Run("small"));
        Assert.Equal(Texts("whole"), Texts("small"));

        SortedDictionary<string, string> Texts(string run) =>
            new(Lines(Run(run)).ToDictionary(Name, row => (string)row["response"]!), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(
        "error: --stress-probabilities: has 1.5; expected numbers above 0 and below 1",
        "--stress",
        "--stress-probabilities",
        "0.5,1.5"
    )]
    [InlineData(
        "error: --stress-probabilities: has 0; expected numbers above 0 and below 1",
        "--stress",
        "--stress-probabilities",
        "0,0.5"
    )]
    [InlineData("error: --stress-probabilities: goes with --stress; give --stress too", "--stress-probabilities", "0.5")]
    [InlineData("error: --stress-prompts: goes with --stress; give --stress too", "--stress-prompts", "8")]
    [InlineData("error: --stress-prompts: is many; expected a whole number from 1", "--stress", "--stress-prompts", "many")]
    public async Task What_cannot_be_is_one_clear_error(string message, params string[] args)
    {
        var run = await CommandRun.Of(["audit", .. Small, .. args, "--run", Run("bad"), "--quiet"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Run("bad")));
    }
}
