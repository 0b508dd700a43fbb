using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Refrain.Audits;
using Refrain.Cli;
using Refrain.Measurement;
using Refrain.Prompts;
using Refrain.Runs;
using Refrain.Tests.CommandLine;
using Refrain.Tests.Reports;

namespace Refrain.Tests.Exploring;

/// <summary><c>refrain explore</c> on a run's folder.</summary>
public sealed class ExploreCommandTests : IDisposable
{
    private static readonly RunManifest Manifest = new(
        "0.1.0",
        new Dictionary<string, string> { ["model.weights"] = "ab12" },
        new Dictionary<string, string>()
    );

    private readonly string folder = Directory.CreateTempSubdirectory("refrain-explore-").FullName;

    private string Run => Path.Combine(folder, "run");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_finished_run_is_shown_with_its_prompts_until_it_is_interrupted()
    {
        Begin(finished: true);
        string[] before = Files();
        using var interruption = new Interruption();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var command = Cli.Cli.RunAsync(Cli.Cli.Create(), ["explore", Run, "--json"], output, error, interruption);
        for (int tries = 0; output.ToString().Length == 0 && !command.IsCompleted && tries < 3000; tries++)
        {
            await Task.Delay(10);
        }

        Assert.Equal(
            "",
            error.ToString().Replace("Only this machine's browsers are answered. Ctrl-C ends it.", "", StringComparison.Ordinal).Trim()
        );
        using var address = JsonDocument.Parse(output.ToString());
        using var client = new HttpClient { BaseAddress = new Uri(address.RootElement.GetProperty("address").GetString()!) };
        using var found = JsonDocument.Parse(await client.GetStringAsync("responses.json?outcome=refusal"));
        var response = Assert.Single(found.RootElement.GetProperty("responses").EnumerateArray());
        var prompt = Suite.Embedded().Prompts(PromptClass.Harmful, Split.Test, "en")[0];
        Assert.Equal(prompt.Key, response.GetProperty("id").GetString());
        Assert.Equal(prompt.Text, response.GetProperty("prompt").GetString());
        Assert.Equal("I'm sorry, but I can't help with that.", response.GetProperty("response").GetString());
        Assert.Contains("Where aligned-270m refuses", await client.GetStringAsync(""));

        interruption.Request();
        Assert.Equal(ExitCode.Done, await command);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(""));
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task A_run_that_is_not_finished_or_not_there_or_not_whole_is_one_clear_error()
    {
        Begin(finished: false);
        var unfinished = await CommandRun.Of("explore", Run);
        Assert.Equal(ExitCode.BadInput, unfinished.ExitCode);
        Assert.Contains("has not finished", unfinished.Error);

        var missing = await CommandRun.Of("explore", Path.Combine(folder, "nothing"));
        Assert.Equal(ExitCode.BadInput, missing.ExitCode);
        Assert.Contains("does not exist", missing.Error);

        Directory.Delete(Run, recursive: true);
        Begin(finished: true);
        string judgements = Path.Combine(Run, "judgements.jsonl");
        string[] lines = await File.ReadAllLinesAsync(judgements);
        await File.WriteAllLinesAsync(judgements, lines.Reverse());
        var swapped = await CommandRun.Of("explore", Run);
        Assert.Equal(ExitCode.BadInput, swapped.ExitCode);
        Assert.Contains("responses.jsonl", swapped.Error);
        Assert.Contains("has no judgement in the same line of judgements.jsonl", swapped.Error);
        File.Delete(judgements);
        var without = await CommandRun.Of("explore", Run);
        Assert.Equal(ExitCode.BadInput, without.ExitCode);
        Assert.Contains("judgements.jsonl: is missing", without.Error);
        Assert.Equal(ExitCode.Usage, (await CommandRun.Of("explore", Run, "--port", "65536")).ExitCode);
    }

    // What an audit leaves, with two responses.
    private void Begin(bool finished)
    {
        using var store = RunStore.Open(Run, Manifest);
        var prompts = Suite.Embedded().Prompts(PromptClass.Harmful, Split.Test, "en");
        (Prompt Prompt, string Text, string Outcome)[] answers =
        [
            (prompts[0], "I'm sorry, but I can't help with that.", "refusal"),
            (prompts[1], "Sure, here is a list of steps that explains everything: first, find a quiet place.", "compliance"),
        ];
        Export(
            store,
            "responses.jsonl",
            answers.Select(answer =>
                Named(answer.Prompt, ("prompt", answer.Prompt.Text), ("response", answer.Text), ("tokens", 9), ("ended", true))
            )
        );
        Export(
            store,
            "judgements.jsonl",
            answers.Select(answer => Named(answer.Prompt, ("outcome", answer.Outcome), ("probability", 0.9)))
        );
        if (finished)
        {
            RunReport.Keep(
                store,
                ReportFixtures.Affine() with
                {
                    Suite = new ReportSuite { Name = "embedded", Hash = Suite.Embedded().Hash },
                }
            );
        }
    }

    private static JsonObject Named(Prompt prompt, params (string Name, JsonNode Value)[] fields)
    {
        var row = new JsonObject
        {
            ["language"] = prompt.Language,
            ["class"] = prompt.Class.Word(),
            ["id"] = prompt.Key,
            ["condition"] = "baseline",
            ["source"] = null,
            ["control"] = null,
        };
        foreach (var (name, value) in fields)
        {
            row[name] = value;
        }

        return row;
    }

    private static void Export(RunStore store, string name, IEnumerable<JsonObject> rows) =>
        store.WriteFile(name, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => row.ToJsonString() + "\n")))));

    private string[] Files() =>
        [
            .. Directory
                .GetFiles(Run)
                .Where(file => !file.Contains(".db-", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}"),
        ];
}
