using System.Text.Json;
using Refrain.Exploring;
using Refrain.Runs;

namespace Refrain.Tests.CommandLine;

/// <summary><c>refrain audit</c> and <c>report</c> on the embedded demo model and suite.</summary>
public class AuditCommandTests
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("refrain-audit-").FullName, "run");

    [Fact]
    public async Task The_demo_audit_finds_the_known_direction_and_the_unprotected_languages()
    {
        var run = await CommandRun.Of("audit", "--languages", "en,de,ko", "--run", folder, "--json", "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        var selection = json.RootElement.GetProperty("selection");
        Assert.Equal("affine", selection.GetProperty("intervention").GetString());
        Assert.Equal(
            (-1, 7, 5),
            (
                selection.GetProperty("position").GetInt32(),
                selection.GetProperty("first_layer").GetInt32(),
                selection.GetProperty("addition_layer").GetInt32()
            )
        );
        Assert.Equal("unprotected", json.RootElement.GetProperty("languages").GetProperty("ko").GetProperty("verdict").GetString());
        var rates = json.RootElement.GetProperty("languages").GetProperty("en").GetProperty("rates");
        Assert.True(rates.GetProperty("harmful").GetProperty("baseline").GetProperty("rate").GetDouble() >= 0.78);
        Assert.True(rates.GetProperty("harmful").GetProperty("ablated").GetProperty("rate").GetDouble() <= 0.16);
        AssertGeometry(json.RootElement);
        Assert.Equal(run.Output, await File.ReadAllTextAsync(Path.Combine(folder, "report.json")));
        foreach (
            string file in (string[])
                ["report.html", "report.md", "responses.jsonl", "judgements.jsonl", "directions.safetensors", "manifest.json"]
        )
        {
            Assert.True(new FileInfo(Path.Combine(folder, file)).Length > 0, file);
        }

        AssertEveryAnswerIsFound(await File.ReadAllLinesAsync(Path.Combine(folder, "responses.jsonl")));
        var again = await CommandRun.Of("audit", "--languages", "en,de,ko", "--run", folder, "--json", "--quiet", "--resume");
        Assert.Equal(run.Output, again.Output);
        File.Delete(Path.Combine(folder, "report.json"));
        var reprinted = await CommandRun.Of("report", folder, "--json");
        Assert.Equal(run.Output, reprinted.Output);
        Assert.True(File.Exists(Path.Combine(folder, "report.json")));

        var other = await CommandRun.Of("audit", "--languages", "en,de", "--run", folder, "--quiet");
        Assert.Equal(Cli.ExitCode.BadInput, other.ExitCode);
        Assert.Contains("settings.languages was en,de,ko, is en,de", other.Error, StringComparison.Ordinal);
        using (RunStore.Open(folder, RunStore.OpenForReading(folder).Manifest))
        {
            var second = await CommandRun.Of("audit", "--languages", "en,de,ko", "--run", folder, "--quiet");
            Assert.Equal(Cli.ExitCode.BadInput, second.ExitCode);
        }

        Assert.Equal(
            Cli.ExitCode.ThresholdMissed,
            (await CommandRun.Of("audit", "--languages", "en,de,ko", "--run", folder, "--quiet", "--fail-under", "0.5")).ExitCode
        );
    }

    /// <summary>What <c>refrain explore</c> shows is what was exported.</summary>
    private void AssertEveryAnswerIsFound(string[] exported)
    {
        var found = RunExploration.Open(folder);
        Assert.Equal(exported.Length, found.Responses.Count);
        string[] texts =
        [
            .. exported
                .Select(line => ExploredResponse.Fold(JsonDocument.Parse(line).RootElement.GetProperty("response").GetString()!))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            texts,
            texts.Where(text => found.Responses.Any(response => response.Searched.StartsWith(text + "\n", StringComparison.Ordinal)))
        );
        Assert.Contains("ablated", found.Values(response => response.Condition));
        Assert.Contains("ablated (random)", found.Values(response => response.Condition));
    }

    /// <summary>The demo refuses in German with the English direction, and does not see the harm in Korean.</summary>
    private static void AssertGeometry(JsonElement report)
    {
        var geometry = report.GetProperty("geometry");
        Assert.Equal((-1, 7), (geometry.GetProperty("position").GetInt32(), geometry.GetProperty("layer").GetInt32()));
        var layer = geometry.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("layer").GetInt32() == 7);
        var (de, ko) = (layer.GetProperty("languages").GetProperty("de"), layer.GetProperty("languages").GetProperty("ko"));
        Assert.True(de.GetProperty("cosine").GetDouble() > 0.7 && de.GetProperty("cosine_p").GetDouble() < 0.02);
        Assert.True(ko.GetProperty("cosine").GetDouble() < 0.3 && ko.GetProperty("cosine_p").GetDouble() > 0.05);
        Assert.True(ko.GetProperty("separation").GetDouble() < de.GetProperty("separation").GetDouble());
        Assert.Equal(3, layer.GetProperty("separation_with_refusal_score").GetProperty("languages").GetInt32());
        Assert.Equal(JsonValueKind.Null, layer.GetProperty("retrieval_with_rate_fall").ValueKind); // two languages beside the source
        Assert.Equal(
            de.GetProperty("cosine").GetDouble(),
            report.GetProperty("cosines").GetProperty("layers")[6].GetProperty("values")[0][1].GetDouble()
        );
        Assert.Equal(
            de.GetProperty("cosine_p").GetDouble(),
            report.GetProperty("cosines").GetProperty("layers")[6].GetProperty("p_values")[0][1].GetDouble()
        );
        Assert.Equal(
            de.GetProperty("harmful").GetInt32(),
            geometry.GetProperty("components").GetProperty("languages").GetProperty("de").GetProperty("harmful").GetArrayLength()
        );
        var korean = report.GetProperty("languages").GetProperty("ko").GetProperty("mechanism");
        Assert.Equal("undecided", korean.GetProperty("verdict").GetString()); // 16 prompts of a class
        Assert.Contains("supports no verdict", korean.GetProperty("evidence").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_never_refuses_gives_its_verdict_and_the_baseline_rates()
    {
        var run = await CommandRun.Of("audit", "--languages", "ko,en", "--source", "ko", "--run", folder, "--json", "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal("no refusal onset", json.RootElement.GetProperty("selection").GetProperty("verdict").GetString());
        var english = json.RootElement.GetProperty("languages").GetProperty("en").GetProperty("rates").GetProperty("harmful");
        Assert.Equal(16, english.GetProperty("baseline").GetProperty("n").GetInt32());
        Assert.False(english.TryGetProperty("ablated", out var ablated) && ablated.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task The_demo_models_responses_are_those_of_transformers_in_every_language()
    {
        string golden = Shared.Path("golden", "pipeline", "demo.json");
        var run = await CommandRun.Of("audit", "--run", folder, "--max-new-tokens", "32", "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(golden));
        int same = 0,
            all = 0;
        foreach (string line in await File.ReadAllLinesAsync(Path.Combine(folder, "responses.jsonl")))
        {
            using var response = JsonDocument.Parse(line);
            if (response.RootElement.GetProperty("condition").GetString() == "baseline")
            {
                string id = response.RootElement.GetProperty("id").GetString()!.Split('/')[^1];
                string text = expected
                    .RootElement.GetProperty("responses")
                    .GetProperty(response.RootElement.GetProperty("language").GetString()!)
                    .GetProperty(id)
                    .GetString()!;
                same += text == response.RootElement.GetProperty("response").GetString() ? 1 : 0;
                all++;
            }
        }

        Assert.Equal(14 * (16 + 16 + 24), all);
        Assert.True(same >= 0.99 * all, $"{same} of {all} are the same");
    }
}
