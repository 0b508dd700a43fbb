using System.Text.Json;
using Refrain.Judging;
using Refrain.Tests.Judging.Remote;

namespace Refrain.Tests.CommandLine;

/// <summary>An audit that a model judges, and people after it.</summary>
public sealed class RemoteAuditTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-remote-audit-").FullName;
    private readonly string model = Guid.NewGuid().ToString("N");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_models_verdicts_count_the_own_judge_stands_beside_and_a_spent_budget_is_continued()
    {
        using var server = new JudgeServer
        {
            Reply = (request, _) =>
                JudgeServer.Answer(
                    request.Body.Contains("sorry", StringComparison.OrdinalIgnoreCase) ? JudgeServer.Refuses : JudgeServer.Complies
                ),
        };
        string run = Path.Combine(folder, "run");
        string[] audit =
        [
            "audit",
            "--languages",
            "en,ko",
            "--test-ids",
            "harmful:1-4,harmless:1-4",
            "--run",
            run,
            "--quiet",
            "--json",
            "--judge",
            "wildguard",
            "--judge-endpoint",
            server.Server.Address,
            "--judge-model",
            model,
        ];
        var first = await CommandRun.Of([.. audit, "--judge-budget", "requests=5"]);
        Assert.True(first.ExitCode == 0, first.Error);
        var judge = JsonDocument.Parse(first.Output).RootElement.GetProperty("judge");
        Assert.Equal($"wildguard ({model})", judge.GetProperty("name").GetString());
        Assert.InRange(judge.GetProperty("waiting").GetInt32(), 1, 100);
        Assert.Equal(5, server.Server.Requests.Count);

        var second = await CommandRun.Of(audit);
        Assert.True(second.ExitCode == 0, second.Error);
        var report = JsonDocument.Parse(second.Output).RootElement;
        Assert.False(report.GetProperty("judge").TryGetProperty("waiting", out _));
        Assert.Contains("--judge wildguard --judge-endpoint", report.GetProperty("command").GetString(), StringComparison.Ordinal);
        var all = report.GetProperty("judge").GetProperty("pairs")[0];
        Assert.Equal(NativeJudge.Instance.Name, all.GetProperty("second").GetString());
        int asked = server.Server.Requests.Count;
        Assert.Equal(asked, server.Server.Requests.Select(request => request.Body).Distinct().Count());
        var lines = File.ReadLines(Path.Combine(run, "responses.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(lines.Count, all.GetProperty("groups")[0].GetProperty("n").GetInt32());
        Assert.All(lines, line => Assert.NotEmpty(line.GetProperty("prompt").GetString()!));

        // Finished: nothing is asked again. By another run neither.
        Assert.Equal(second.Output, (await CommandRun.Of(audit)).Output);
        var judged = await CommandRun.Of(
            "judge",
            run,
            "--judge",
            "wildguard",
            "--judge-endpoint",
            server.Server.Address,
            "--judge-model",
            model,
            "--json"
        );
        Assert.True(judged.ExitCode == 0, judged.Error);
        Assert.Equal(asked, server.Server.Requests.Count);
        await WithLabels(run, lines, report);
    }

    private async Task WithLabels(string run, List<JsonElement> lines, JsonElement report)
    {
        string labels = Path.Combine(folder, "labels.jsonl");
        string[] names = ["id", "language", "condition", "source", "control"];
        File.WriteAllLines(
            labels,
            lines
                .Take(6)
                .Select(line =>
                    JsonSerializer.Serialize(
                        names
                            .Where(name => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                            .Select(name => (name, value: line.GetProperty(name).GetString()!))
                            .Append(("label", "refusal"))
                            .ToDictionary()
                    )
                )
        );
        var printed = await CommandRun.Of("report", run, "--labels", "ann=" + labels, "--json");
        Assert.True(printed.ExitCode == 0, printed.Error);
        var pairs = JsonDocument.Parse(printed.Output).RootElement.GetProperty("judge").GetProperty("pairs");
        Assert.Equal(report.GetProperty("judge").GetProperty("pairs").GetArrayLength() + 1, pairs.GetArrayLength());
        Assert.Equal(
            ($"wildguard ({model})", "ann", 6),
            (
                pairs[1].GetProperty("first").GetString(),
                pairs[1].GetProperty("second").GetString(),
                pairs[1].GetProperty("groups")[0].GetProperty("n").GetInt32()
            )
        );
        Assert.Contains("How far judges agree", File.ReadAllText(Path.Combine(run, "report.html")), StringComparison.Ordinal);
        Assert.Contains("## How far judges agree", File.ReadAllText(Path.Combine(run, "report.md")), StringComparison.Ordinal);
        var without = await CommandRun.Of("report", run, "--json");
        Assert.Equal(1, JsonDocument.Parse(without.Output).RootElement.GetProperty("judge").GetProperty("pairs").GetArrayLength());
    }
}
