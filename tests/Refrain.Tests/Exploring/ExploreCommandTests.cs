using System.Security.Cryptography;
using System.Text.Json;
using Refrain.Cli;
using Refrain.Prompts;
using Refrain.Reports;
using Refrain.Responses;
using Refrain.Runs;
using Refrain.Tests.CommandLine;
using Refrain.Tests.Reports;

namespace Refrain.Tests.Exploring;

/// <summary><c>refrain explore</c> on a run's folder.</summary>
public sealed class ExploreCommandTests : IDisposable
{
    private static readonly RunManifest Manifest = new("0.1.0", new Dictionary<string, string> { ["model.weights"] = "ab12" }, new Dictionary<string, string>());

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

        Assert.Equal("", error.ToString().Replace("Only this machine's browsers are answered. Ctrl-C ends it.", "", StringComparison.Ordinal).Trim());
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
    public async Task A_run_that_is_not_finished_or_not_there_or_of_another_suite_is_one_clear_error()
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
        string other = Path.Combine(folder, "suite.jsonl");
        await File.WriteAllTextAsync(other, """{"id":"1","class":"harmful","split":"test","text":{"en":"x"}}""");
        var another = await CommandRun.Of("explore", Run, "--suite", other);
        Assert.Equal(ExitCode.BadInput, another.ExitCode);
        Assert.Contains("is not the run's suite", another.Error);
        Assert.Equal(ExitCode.Usage, (await CommandRun.Of("explore", Run, "--port", "65536")).ExitCode);
    }

    // What an audit leaves, with two responses.
    private void Begin(bool finished)
    {
        using var store = RunStore.Open(Run, Manifest);
        var prompts = Suite.Embedded().Prompts(PromptClass.Harmful, Split.Test, "en");
        Response[] responses = [Answer(prompts[0], "I'm sorry, but I can't help with that."), Answer(prompts[1], "Sure, here is a list of steps that explains everything: first, find a quiet place.")];
        store.Put("responses", [.. responses.Select(response => (Question.KeyOf(response.Treatment, response.Language, response.Class, response.PromptId), JsonSerializer.SerializeToUtf8Bytes(response, ResponseJson.Default.Response)))]);
        if (finished)
        {
            RunReport.Keep(store, ReportFixtures.Affine() with { Suite = new ReportSuite { Name = "embedded", Hash = Suite.Embedded().Hash } });
        }
    }

    private static Response Answer(Prompt prompt, string text) => new() { Language = prompt.Language, Class = prompt.Class.Word(), PromptId = prompt.Key, Condition = Condition.Baseline, Text = text, Tokens = 9, Ended = true };

    private string[] Files() => [.. Directory.GetFiles(Run).Where(file => !file.Contains(".db-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}")];
}
