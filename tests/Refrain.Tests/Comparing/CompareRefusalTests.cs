using Refrain.Measurement;
using Refrain.Tests.Browser;
using Refrain.Tests.CommandLine;

namespace Refrain.Tests.Comparing;

/// <summary>What cannot be compared is refused with what to do, and nothing is written.</summary>
public sealed class CompareRefusalTests(DemoRuns runs) : IClassFixture<DemoRuns>
{
    private async Task Refused(string b, string expected, params string[] more)
    {
        string output = runs.Path("refused");
        var run = await CommandRun.Of(["compare", runs.Exact, b, "--output", output, .. more]);
        Assert.Equal(Cli.ExitCode.BadInput, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(output));
        Assert.DoesNotContain(run.Error.TrimEnd('\n'), char.IsControl);
    }

    [Fact]
    public async Task Folders_that_are_no_finished_runs()
    {
        await Refused(runs.Path("nowhere"), "does not exist; expected the folder of a finished run");
        await Refused(Directory.CreateDirectory(runs.Path("empty")).FullName, "is no run: it has no manifest.json");
        await Refused(runs.Altered("unfinished", report: null), "is a run that has not finished");
        await Refused("\u001b[31m\u202E", "does not exist");
    }

    [Fact]
    public async Task Runs_of_something_else()
    {
        await Refused(
            runs.Altered("architecture", report => report with { Model = report.Model with { Architecture = "gemma3" } }),
            "is of the architecture gemma3 with"
        );
        await Refused(runs.Altered("layers", report => report with { Model = report.Model with { Layers = 3 } }), "with 3 layers");
        await Refused(
            runs.Altered("suite", report => report with { Suite = report.Suite with { Hash = "0f" } }),
            "used the suite with the hash 0f"
        );
        await Refused(
            runs.Altered("judge", report => report with { Judge = report.Judge with { Name = "wildguard" } }),
            "was judged by wildguard"
        );
        await Refused(
            runs.Altered("languages", report => report with { Languages = new Dictionary<string, LanguageReport>() }),
            "has only the languages "
        );
    }

    [Fact]
    public async Task Runs_whose_files_are_not_what_the_audit_wrote()
    {
        string cut = runs.Altered("cut", report => report);
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(cut, "judgements.jsonl"));
        await File.WriteAllLinesAsync(Path.Combine(cut, "judgements.jsonl"), lines[..^5]);
        await Refused(cut, "does not give the report's numbers");
        await File.WriteAllLinesAsync(Path.Combine(cut, "judgements.jsonl"), [.. lines, lines[0]]);
        await Refused(cut, "twice; expected each response once");
        await File.WriteAllLinesAsync(
            Path.Combine(cut, "judgements.jsonl"),
            [lines[0].Replace("\"outcome\":\"", "\"outcome\":\"x", StringComparison.Ordinal)]
        );
        await Refused(cut, "line 1: outcome is x");
        await File.WriteAllTextAsync(Path.Combine(cut, "judgements.jsonl"), lines[0][..40]);
        await Refused(cut, "line 1: is no JSON");
        File.Delete(Path.Combine(cut, "judgements.jsonl"));
        await Refused(cut, "judgements.jsonl: is missing");

        string blind = runs.Altered("blind", report => report);
        await File.WriteAllBytesAsync(
            Path.Combine(blind, "directions.safetensors"),
            (await File.ReadAllBytesAsync(Path.Combine(blind, "directions.safetensors")))[..1000]
        );
        await Refused(blind, "directions.safetensors");
        File.Delete(Path.Combine(blind, "directions.safetensors"));
        await Refused(blind, "directions.safetensors: is missing");
    }

    [Fact]
    public async Task Thresholds_are_read_before_anything_else()
    {
        string file = runs.Path("bad.json");
        await File.WriteAllTextAsync(file, "{\"schema_version\": 1, \"maximum_drop\": 0.1}");
        await Refused(runs.Path("nowhere"), "bad.json: maximum_drop: is not known", "--thresholds", file);
        await Refused(runs.Fast, "does not exist; expected a file of thresholds", "--thresholds", file + "x");
    }

    [Fact]
    public async Task Hostile_names_are_shown_and_do_nothing()
    {
        string hostile = runs.Altered("hostile <img src=x onerror=ran(1)>", report =>
            report with
            {
                Model = report.Model with { Name = HostileStrings.All[3] + "\u001b[31m\u202E" },
            }
        );
        var run = await CommandRun.Of("compare", runs.Exact, hostile, "--output", runs.Path("hostile-comparison"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.DoesNotContain(run.Output.ReplaceLineEndings(""), c => char.IsControl(c) || c == '\u202E');
        string page = await File.ReadAllTextAsync(Path.Combine(runs.Path("hostile-comparison"), "compare.html"));
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", page, StringComparison.Ordinal);
    }
}
