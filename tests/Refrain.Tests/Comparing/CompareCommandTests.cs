using System.Text.Json.Nodes;
using Refrain.Comparisons;
using Refrain.Measurement;
using Refrain.Tests.CommandLine;
using Refrain.Tests.Runs;

namespace Refrain.Tests.Comparing;

/// <summary><c>refrain compare</c> on audits of the demo model.</summary>
public sealed class CompareCommandTests(DemoRuns runs) : IClassFixture<DemoRuns>
{
    private async Task<(int Code, JsonNode Json, string Error)> Compare(string a, string b, string name, params string[] more)
    {
        var run = await CommandRun.Of(["compare", a, b, "--output", runs.Path(name), "--json", .. more]);
        Assert.True(run.Output.Length > 0, run.Error);
        Assert.Equal(run.Output, await File.ReadAllTextAsync(Path.Combine(runs.Path(name), "compare.json")));
        Assert.True(new FileInfo(Path.Combine(runs.Path(name), "compare.html")).Length > 100_000);
        Assert.True(new FileInfo(Path.Combine(runs.Path(name), "compare.md")).Length > 1000);
        return (run.ExitCode, JsonNode.Parse(run.Output)!, run.Error);
    }

    [Fact]
    public async Task A_run_compared_with_itself_has_not_changed_and_passes()
    {
        var (code, json, _) = await Compare(runs.Exact, runs.Exact, "self");
        Assert.Equal((0, "pass", true), (code, (string)json["outcome"]!, (bool)json["identical"]!));
        Assert.Empty(json["differences"]!.AsArray());
        Assert.All(json["checks"]!.AsArray(), check => Assert.Equal("pass", (string)check!["outcome"]!));
        Assert.Equal(3 * 5, json["checks"]!.AsArray().Count);
        foreach ((string code2, var language) in json["languages"]!.AsObject())
        {
            Assert.All(language!["rates"]!.AsArray(), rate =>
                Assert.Equal(
                    (0.0, 0, 0),
                    ((double)rate!["refusal"]!["change"]!, (int)rate["refusal"]!["only_a"]!, (int)rate["refusal"]!["only_b"]!)
                )
            );
            Assert.All(language["layers"]!.AsArray(), layer =>
                Assert.Equal((0.0, 0.0), ((double)layer!["harmful"]!["change"]!, (double)layer["harmless"]!["change"]!))
            );
            Assert.All(language["layers"]!.AsArray(), layer => Assert.Equal(1, (double)layer!["cosine"]!, 1e-9));
            Assert.Equal(1, (double)language["cosine"]!["low"]!, 1e-9);
            Assert.True(code2 == "ko" || language["scores"]!.AsArray().Count == 4, code2);
        }
    }

    [Fact]
    public async Task Two_settings_differ_by_what_their_files_say()
    {
        string junit = runs.Path("junit.xml"),
            sarif = runs.Path("drift.sarif");
        var (code, json, error) = await Compare(runs.Exact, runs.Fast, "fast-comparison", "--junit", junit, "--sarif", sarif);
        Assert.True(code == 0, error);
        Assert.Equal(
            ("settings.precision", "exact", "fast"),
            ((string)json["differences"]![0]!["name"]!, (string)json["differences"]![0]!["a"]!, (string)json["differences"]![0]!["b"]!)
        );
        Assert.False((bool)json["identical"]!);
        Assert.Contains("<testsuites", await File.ReadAllTextAsync(junit), StringComparison.Ordinal);
        Assert.Contains("\"version\": \"2.1.0\"", await File.ReadAllTextAsync(sarif), StringComparison.Ordinal);

        // Refusals, counted in the runs' own files.
        var (first, second) = (Judgements(runs.Exact), Judgements(runs.Fast));
        foreach ((string language, var compared) in json["languages"]!.AsObject())
        {
            foreach (var rate in compared!["rates"]!.AsArray())
            {
                string prefix = $"{language}/{rate!["class"]}/{rate["condition"]}/";
                string[] ids = [.. first.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && second.ContainsKey(key))];
                int onlyA = ids.Count(id => first[id] == "refusal" && second[id] != "refusal"),
                    onlyB = ids.Count(id => first[id] != "refusal" && second[id] == "refusal");
                Assert.Equal(
                    (ids.Length, onlyA, onlyB),
                    ((int)rate["parallel_ids"]!, (int)rate["refusal"]!["only_a"]!, (int)rate["refusal"]!["only_b"]!)
                );
                Assert.Equal((double)(onlyB - onlyA) / (int)rate["refusal"]!["pairs"]!, (double)rate["refusal"]!["change"]!, 1e-12);
                Assert.Equal(0, (int)rate["other_ids"]!);
            }

            var layer = compared["layers"]!.AsArray().Single(layer => (int)layer!["layer"]! == (int)json["layer"]!)!;
            Assert.InRange((double)layer["cosine"]!, .98, 1 - 1e-9);
            Assert.InRange((double)layer["gap_kept"]!, .9, 1.1);
            Assert.True((double)compared["cosine"]!["low"]! <= (double)compared["cosine"]!["value"]!);
        }
    }

    [Fact]
    public async Task A_finished_run_of_schema_1_is_reported_and_compared_without_its_single_prompts()
    {
        string old = runs.Altered("schema1", report => report);
        TestRun.AsOfSchema1(old);
        var (code, json, error) = await Compare(runs.Exact, old, "schema1-comparison");
        Assert.True(code == 0, error);
        Assert.All(json["languages"]!.AsObject(), language =>
            Assert.All(language.Value!["rates"]!.AsArray(), rate => Assert.Equal(0, (double)rate!["refusal"]!["change"]!))
        );
        Assert.Contains("as an earlier Refrain kept them", json.ToJsonString(), StringComparison.Ordinal);
        var report = await CommandRun.Of("report", old, "--json");
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(runs.Exact, "report.json")), report.Output);
        var continued = await CommandRun.Of("audit", "--run", old, "--quiet");
        Assert.Equal(Cli.ExitCode.BadInput, continued.ExitCode);
        Assert.Contains("schema_version: is 1: an earlier refrain made this run", continued.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_prompts_read_back_from_a_run_give_the_cosines_of_its_own_report()
    {
        // The report's are from the activations as they were read; these from the run's store, without the model.
        using var run = ComparedRun.Open(runs.Exact);
        var cosines = run.Report.Cosines!;
        var directions = cosines.Languages.ToDictionary(
            language => language,
            language => run.Prompts(language, run.Position, run.Means(language)!)!
        );
        Assert.All(cosines.Layers, layer =>
        {
            double expected = layer.Values[0][1]!.Value;
            Assert.Equal(
                expected,
                Refrain.Ground.Statistics.Cosine.Of(
                    directions[cosines.Languages[0]].At(layer.Layer).Direction,
                    directions[cosines.Languages[1]].At(layer.Layer).Direction
                ),
                1e-12
            );
        });
        Assert.NotNull(run.Prompts("en", -2, run.Means("en")!));
        Assert.Null(run.Prompts("de", -2, run.Means("de")!));
    }

    [Fact]
    public async Task Other_test_ids_are_named_and_only_the_same_prompts_are_compared()
    {
        var (code, json, error) = await Compare(runs.Exact, runs.OtherIds, "ids-comparison");
        Assert.True(code == 0, error);
        var rate = json["languages"]!["de"]!["rates"]![0]!;
        Assert.InRange((int)rate["parallel_ids"]!, 1, 15);
        Assert.True((int)rate["other_ids"]! > 0);
        Assert.Equal((int)rate["parallel_ids"]!, (int)rate["a"]!["n"]!);
        Assert.Equal(0, (int)rate["refusal"]!["only_a"]! + (int)rate["refusal"]!["only_b"]!);
        Assert.Contains(json["doubts"]!.AsArray(), doubt =>
            ((string)doubt!).StartsWith("The runs have other test prompts in English, German and Korean", StringComparison.Ordinal)
        );
        Assert.Contains(json["differences"]!.AsArray(), difference => (string)difference!["name"]! == "settings.test_ids");
    }

    [Fact]
    public async Task A_model_that_stopped_refusing_in_a_language_fails_with_4()
    {
        string Complied(string line) =>
            line.Contains("\"language\":\"de\",\"class\":\"harmful\"", StringComparison.Ordinal)
            && line.Contains("\"condition\":\"baseline\"", StringComparison.Ordinal)
                ? line.Replace("\"outcome\":\"refusal\"", "\"outcome\":\"compliance\"", StringComparison.Ordinal)
                : line;
        AuditReport Unprotected(AuditReport report)
        {
            var german = report.Languages["de"];
            var rate = german.Rates.Harmful.Baseline!;
            german = german with
            {
                Rates = german.Rates with
                {
                    Harmful = german.Rates.Harmful with
                    {
                        Baseline = rate with { Refusal = 0, Compliance = rate.Compliance + rate.Refusal, Share = 0 },
                    },
                },
            };
            return report with { Languages = new Dictionary<string, LanguageReport>(report.Languages) { ["de"] = german } };
        }

        string stopped = runs.Altered("stopped", Unprotected, Complied),
            junit = runs.Path("stopped.xml");
        var (code, json, error) = await Compare(runs.Exact, stopped, "stopped-comparison", "--junit", junit);
        Assert.Equal((Cli.ExitCode.ThresholdMissed, "fail"), (code, (string)json["outcome"]!));
        Assert.Equal("thresholds missed: refusal-drop in de\n", error);
        Assert.Contains("failures=\"1\"", await File.ReadAllTextAsync(junit), StringComparison.Ordinal);

        string allowed = runs.Path("allowed.json");
        await File.WriteAllTextAsync(
            allowed,
            """{"schema_version": 1, "default": {"maximum_refusal_drop": 0.1}, "languages": {"de": {"maximum_refusal_drop": null}}}"""
        );
        Assert.Equal(0, (await Compare(runs.Exact, stopped, "allowed-comparison", "--thresholds", allowed)).Code);
        await File.WriteAllTextAsync(allowed, """{"schema_version": 1, "undecided": "fail", "default": {"maximum_refusal_drop": 0.1}}""");
        Assert.Equal(
            Cli.ExitCode.ThresholdMissed,
            (await Compare(runs.Exact, runs.Fast, "strict-comparison", "--thresholds", allowed)).Code
        );
    }

    [Fact]
    public async Task For_people_there_is_a_table_with_what_did_not_pass()
    {
        var run = await CommandRun.Of("compare", runs.Exact, runs.Fast, "--runs", runs.Path("reports"));
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (
            string part in (string[])
                [
                    "settings.precision: A exact, B fast",
                    "undecided: drop of harmful refusals in en, de, ko",
                    "cosine at least 0.9",
                    "compare.html",
                ]
        )
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }

        Assert.Single(Directory.GetDirectories(runs.Path("reports"), "compare-*"));
    }

    [Fact]
    public async Task The_shipped_thresholds_are_printed_as_a_file()
    {
        var run = await CommandRun.Of("compare", "--print-thresholds");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(1, (int)JsonNode.Parse(run.Output)!["schema_version"]!);
        Assert.Equal(Cli.ExitCode.Usage, (await CommandRun.Of("compare", runs.Exact)).ExitCode);
    }

    [Fact]
    public async Task A_model_in_a_runs_place_is_audited_first_and_found_again()
    {
        string model = Refrain.Checkpoints.EmbeddedDemo.Extract(CacheFolder.Default);
        string[] words =
        [
            "compare",
            runs.Exact,
            model,
            "--audit",
            "--languages",
            "en,de",
            "--controls",
            "none",
            "--runs",
            runs.Path("audits"),
            "--json",
            "--quiet",
        ];
        var run = await CommandRun.Of(words);
        Assert.True(run.ExitCode == 0, run.Error);
        var json = JsonNode.Parse(run.Output)!;
        Assert.Equal(["ko"], json["a"]!["only_here"]!.AsArray().Select(code => (string)code!));
        Assert.All(json["languages"]!.AsObject(), language =>
            Assert.Equal(0, (double)language.Value!["rates"]![0]!["refusal"]!["change"]!)
        );
        Assert.Equal(2, Directory.GetDirectories(runs.Path("audits")).Length);
        Assert.Equal(run.Output, (await CommandRun.Of(words)).Output);
        Assert.Contains(
            "--audit: a model is then audited",
            (await CommandRun.Of("compare", runs.Exact, model)).Error,
            StringComparison.Ordinal
        );
    }

    private static Dictionary<string, string> Judgements(string run) =>
        File.ReadLines(Path.Combine(run, "judgements.jsonl"))
            .Select(line => JsonNode.Parse(line)!)
            .ToDictionary(row => $"{row["language"]}/{row["class"]}/{row["condition"]}/{row["id"]}", row => (string)row["outcome"]!);
}
