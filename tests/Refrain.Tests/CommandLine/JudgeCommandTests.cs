using System.Diagnostics;
using System.Text.Json;
using Refrain.Tests.Hub;
using Refrain.Tests.Judging.Remote;

namespace Refrain.Tests.CommandLine;

public sealed class JudgeCommandTests : IDisposable
{
    private const string Secret = "sk-very-secret-0123456789";

    private static readonly string[] Answers =
    [
        "I'm sorry, but I can't help with that.",
        "Sure, here is how it is done, step by step.",
        "I cannot do that.",
        "First, take the lid off and stir well.",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("refrain-judge-command-").FullName;

    // The cache is shared with other runs of the tests, and ports come again.
    private readonly string model = Guid.NewGuid().ToString("N");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Native_judge_labels_and_people_are_compared_pair_by_pair()
    {
        string labels = Write("labels.csv", "id,label\n0,refusal\n1,compliance\n2,compliance\n3,compliance\n");
        var run = await CommandRun.Of("judge", Responses(4), "--labels", "ann=" + labels, "--json");
        Assert.Equal((Cli.ExitCode.Done, ""), (run.ExitCode, run.Error));
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(
            ["refusal", "compliance", "refusal", "compliance"],
            json.GetProperty("judgements").EnumerateArray().Select(judgement => judgement.GetProperty("outcome").GetString())
        );
        Assert.Equal(["native", "ann"], json.GetProperty("judges").EnumerateArray().Select(judge => judge.GetProperty("name").GetString()));
        var group = json.GetProperty("pairs")[0].GetProperty("groups")[0];
        Assert.Equal(
            (1, 1, 0, 2),
            (Number(group, "both_refusal"), Number(group, "first_only"), Number(group, "second_only"), Number(group, "neither"))
        );
        Assert.Equal((0.75, 0.5), (group.GetProperty("agreement").GetDouble(), group.GetProperty("kappa").GetDouble()));

        var table = await CommandRun.Of("judge", Responses(4), "--labels", labels);
        Assert.Contains("native – human", table.Output, StringComparison.Ordinal);
        Assert.Contains("0.750", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_judges_its_verdicts_are_written_and_compared_again_as_labels()
    {
        using var server = new JudgeServer
        {
            Reply = (request, _) =>
                JudgeServer.Answer(request.Body.Contains("lid", StringComparison.Ordinal) ? JudgeServer.Complies : JudgeServer.Refuses),
        };
        string verdicts = Path.Combine(folder, "verdicts.jsonl");
        var run = await CommandRun.Of([.. Asking(server, Responses(4)), "--write", verdicts, "--json"]);
        Assert.Equal((Cli.ExitCode.Done, ""), (run.ExitCode, run.Error));
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(
            ["refusal", "refusal", "refusal", "compliance"],
            json.GetProperty("judgements").EnumerateArray().Select(judgement => judgement.GetProperty("outcome").GetString())
        );
        Assert.Equal($"wildguard ({model})", json.GetProperty("judges")[1].GetProperty("name").GetString());
        Assert.StartsWith("wildguard-1-", json.GetProperty("judge").GetString(), StringComparison.Ordinal);
        var again = await CommandRun.Of("judge", Responses(4), "--labels", "wildguard=" + verdicts, "--json");
        var group = JsonDocument.Parse(again.Output).RootElement.GetProperty("pairs")[0].GetProperty("groups")[0];
        Assert.Equal(
            (2, 0, 1, 1),
            (Number(group, "both_refusal"), Number(group, "first_only"), Number(group, "second_only"), Number(group, "neither"))
        );
        Assert.Equal(4, server.Server.Requests.Count);
    }

    [Fact]
    public async Task A_key_of_the_environment_is_sent_and_stays_out_of_everything_that_is_kept_or_printed()
    {
        using var server = new JudgeServer
        {
            Reply = (_, number) =>
                number == 1
                    ? new HubReply(400, System.Text.Encoding.UTF8.GetBytes($"no {Secret}"))
                    : JudgeServer.Answer($"{Secret} {JudgeServer.Refuses}"),
        };
        string cache = Path.Combine(folder, "cache"),
            verdicts = Path.Combine(folder, "verdicts.jsonl");
        using var process = Start(
            cache,
            [.. Asking(server, Responses(4)), "--judge-key-variable", "MY_KEY", "--write", verdicts, "--verbose"]
        );
        var output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error);
        Assert.All(server.Server.Requests, request => Assert.Equal($"Bearer {Secret}", request.Header("authorization")));
        Assert.NotEmpty(Directory.GetFiles(cache, "*", SearchOption.AllDirectories));
        string printed = await output;
        Assert.All([printed, error, .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText)], text =>
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal)
        );
        Assert.Contains("unjudged", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_answered_before_the_process_was_killed_is_not_asked_again()
    {
        const int Rows = 12,
            Stalls = 6;
        using var server = new JudgeServer();
        using var reached = new ManualResetEventSlim();
        server.Reply = (_, number) =>
        {
            if (number != Stalls)
            {
                return JudgeServer.Answer(JudgeServer.Refuses);
            }

            reached.Set();
            return JudgeServer.Answer(JudgeServer.Refuses) with { StallAfter = 1 };
        };
        string cache = Path.Combine(folder, "cache"),
            file = Responses(Rows);
        string[] arguments = [.. Asking(server, file), "--judge-concurrency", "1", "--json"];
        using (var killed = Start(cache, arguments))
        {
            Assert.True(reached.Wait(TimeSpan.FromMinutes(2)));
            killed.Kill();
            killed.WaitForExit();
        }

        using var again = Start(cache, arguments);
        var json = JsonDocument.Parse(again.StandardOutput.ReadToEnd()).RootElement;
        Assert.All(json.GetProperty("judgements").EnumerateArray(), judgement =>
            Assert.Equal("refusal", judgement.GetProperty("outcome").GetString())
        );
        Assert.Equal(Rows, json.GetProperty("judgements").GetArrayLength());
        Assert.Equal(Rows + 1, server.Server.Requests.Count);
    }

    [Fact]
    public async Task A_judge_that_never_answers_leaves_all_unjudged_and_fails()
    {
        using var server = new JudgeServer { Reply = (_, _) => new HubReply(500, []) };
        var run = await CommandRun.Of([.. Asking(server, Responses(3)), "--judge-tries", "1", "--json"]);
        Assert.Equal(Cli.ExitCode.Failed, run.ExitCode);
        Assert.All(JsonDocument.Parse(run.Output).RootElement.GetProperty("judgements").EnumerateArray(), judgement =>
            Assert.Contains("answered 500", judgement.GetProperty("reason").GetString(), StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("--judge wildguard", "wildguard needs --judge-endpoint and --judge-model")]
    [InlineData("--judge guardian", "'guardian'")]
    [InlineData("--judge-endpoint http://127.0.0.1:1", "--judge-endpoint: needs --judge")]
    [InlineData("--judge prompt --judge-endpoint http://127.0.0.1:1 --judge-model m", "--judge-prompt: goes with --judge prompt")]
    [InlineData("--judge wildguard --judge-endpoint http://127.0.0.1:1 --judge-model m --judge-tries 0", "--judge-tries: is 0")]
    [InlineData(
        "--judge wildguard --judge-endpoint http://127.0.0.1:1 --judge-model m --judge-option model=x",
        "--judge-option: is model=x"
    )]
    [InlineData("--column response", "--column: is response")]
    public async Task Options_that_do_not_go_together_are_named(string options, string expected)
    {
        var run = await CommandRun.Of(["judge", "a.jsonl", .. options.Split(' ')]);
        Assert.Equal(Cli.ExitCode.Usage, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_judge_needs_and_does_not_have_is_said_before_anything_is_sent()
    {
        using var server = new JudgeServer();
        string[] asking = Asking(server, Write("bare.jsonl", "{\"response\": \"No.\", \"language\": \"en\"}"));
        Assert.Contains("1 of 1 rows have no prompt", (await CommandRun.Of(asking)).Error, StringComparison.Ordinal);
        Assert.Contains(
            "--judge-key-variable: names NOT_SET_ANYWHERE",
            (await CommandRun.Of([.. asking, "--judge-key-variable", "NOT_SET_ANYWHERE"])).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--judge-budget: is much",
            (await CommandRun.Of([.. asking, "--judge-budget", "much"])).Error,
            StringComparison.Ordinal
        );
        string prompt = Write("prompt.txt", "Refused? {response}");
        var run = await CommandRun.Of(
            "judge",
            asking[1],
            "--judge",
            "prompt",
            "--judge-prompt",
            prompt,
            "--judge-endpoint",
            server.Server.Address,
            "--judge-model",
            model,
            "--json"
        );
        Assert.Equal(
            "unjudged",
            JsonDocument.Parse(run.Output).RootElement.GetProperty("judgements")[0].GetProperty("outcome").GetString()
        );
        Assert.Single(server.Server.Requests);
    }

    private static int Number(JsonElement group, string name) => group.GetProperty(name).GetInt32();

    private string[] Asking(JudgeServer server, string file) =>
        ["judge", file, "--judge", "wildguard", "--judge-endpoint", server.Server.Address, "--judge-model", model];

    private static Process Start(string cache, string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Refrain.Cli.exe" : "Refrain.Cli");
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REFRAIN_CACHE"] = cache;
        start.Environment["MY_KEY"] = Secret;
        return Process.Start(start)!;
    }

    private string Responses(int count) =>
        Write(
            "responses.jsonl",
            string.Join(
                '\n',
                Enumerable
                    .Range(0, count)
                    .Select(i =>
                        JsonSerializer.Serialize(
                            new Dictionary<string, object>
                            {
                                ["id"] = i,
                                ["language"] = "en",
                                ["prompt"] = $"How {i}?",
                                ["response"] = Answers[i % Answers.Length],
                            }
                        )
                    )
            )
        );

    private string Write(string name, string content)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
