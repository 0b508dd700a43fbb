using System.Text.Json.Nodes;

namespace Refrain.Tests.CommandLine;

/// <summary><c>refrain audit --sources</c>, <c>--controls</c> and <c>--plan</c> on the embedded demo model.</summary>
public class TransferCommandTests
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("refrain-transfer-").FullName, "run");

    private static async Task<JsonNode> Json(params string[] args)
    {
        var run = await CommandRun.Of(["audit", .. args, "--json", "--quiet"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    [Fact]
    public async Task Every_source_has_a_row_and_the_baseline_is_answered_once()
    {
        var plan = await Json("--languages", "en,ko", "--sources", "all", "--plan", "--run", folder);
        Assert.False(Directory.Exists(folder), "a plan begins no run");
        var report = await Json("--languages", "en,ko", "--sources", "all", "--run", folder);
        var transfer = report["transfer"]!;
        Assert.Equal(["en", "ko"], transfer["sources"]!.AsArray().Select(source => (string)source!["language"]!));
        Assert.Equal(["direction found", "no refusal onset"], transfer["sources"]!.AsArray().Select(source => (string)source!["verdict"]!));
        Assert.Equal(0.001, (double)transfer["sources"]![0]!["labels_p"]!);
        Assert.Equal(
            ["en/en/ablated", "en/en/induced", "en/ko/ablated", "en/ko/induced"],
            transfer["cells"]!.AsArray().Select(cell => $"{cell!["source"]}/{cell["target"]}/{cell["condition"]}")
        );
        Assert.All(transfer["cells"]!.AsArray(), cell =>
            Assert.Equal(["random direction", "shuffled labels"], cell!["controls"]!.AsArray().Select(control => (string)control!["name"]!))
        );
        Assert.Equal("no claim", (string)transfer["cells"]![2]!["claim"]!);
        Assert.Contains("--sources all", (string)report["command"]!, StringComparison.Ordinal);

        // The report's own tables are for the untouched model and the source's real direction alone.
        Assert.Equal(16, (int)report["languages"]!["en"]!["rates"]!["harmful"]!["ablated"]!["n"]!);
        Assert.Equal(
            (double)report["languages"]!["en"]!["rates"]!["harmful"]!["ablated"]!["rate"]!,
            (double)transfer["cells"]![0]!["rate"]!["rate"]!
        );

        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder, "responses.jsonl"), TestContext.Current.CancellationToken);
        string[] names =
        [
            .. lines
                .Select(line => JsonNode.Parse(line)!)
                .Select(row => $"{row["language"]} {row["class"]} {row["id"]} {row["condition"]} {row["source"]} {row["control"]}"),
        ];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(2 * (16 + 16 + 24), names.Count(name => name.Contains(" baseline  ", StringComparison.Ordinal)));
        Assert.Equal(2 * 16, names.Count(name => name.EndsWith(" ablated en random", StringComparison.Ordinal)));
        Assert.Equal(2 * (16 + 24), names.Count(name => name.EndsWith(" ablated en ", StringComparison.Ordinal)));

        // The plan counted the answers, and those that Korean's direction would have given.
        var planned = plan["stages"]!.AsArray().Single(stage => (string)stage!["stage"]! == "responses")!;
        Assert.Equal(lines.Length + (2 * 3 * 2 * 16), (int)planned["prompts"]!);
        Assert.True((double)plan["seconds"]! > 0);
        Assert.True((double)plan["tokens_read_per_second"]! > (double)plan["tokens_answered_per_second"]! / 10);

        var other = await CommandRun.Of(
            "audit",
            "--languages",
            "en,ko",
            "--sources",
            "all",
            "--controls",
            "none",
            "--run",
            folder,
            "--quiet"
        );
        Assert.Equal(Cli.ExitCode.BadInput, other.ExitCode);
        Assert.Contains("settings.controls was all, is none", other.Error, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(Path.Combine(folder, "report.html"), TestContext.Current.CancellationToken);
        Assert.Contains("no refusal onset</td>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_controls_there_are_none_and_no_cell_is_effective()
    {
        var report = await Json("--languages", "en,de", "--controls", "none", "--run", folder);
        Assert.False((bool)report["transfer"]!["controls"]!);
        Assert.All(report["transfer"]!["cells"]!.AsArray(), cell => Assert.Empty(cell!["controls"]!.AsArray()));
        Assert.Equal(
            ["effect without controls", "effect without controls"],
            report["transfer"]!["cells"]!
                .AsArray()
                .Where(cell => (string)cell!["condition"]! == "ablated")
                .Select(cell => (string)cell!["claim"]!)
        );
        Assert.DoesNotContain(
            "\"control\":\"",
            await File.ReadAllTextAsync(Path.Combine(folder, "responses.jsonl"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_source_that_is_not_english_heads_the_report_and_an_unknown_one_is_refused()
    {
        var report = await Json("--languages", "fr", "--sources", "de,fr", "--controls", "none", "--run", folder);
        Assert.Equal("de", (string)report["settings"]!["source"]!);
        Assert.Equal(["de", "fr"], report["settings"]!["sources"]!.AsArray().Select(source => (string)source!));
        var unknown = await CommandRun.Of("audit", "--sources", "en,xx", "--quiet");
        Assert.Equal(Cli.ExitCode.BadInput, unknown.ExitCode);
        Assert.StartsWith("error: --sources", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("xx, which the suite does not have", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_is_printed_for_people_too()
    {
        var run = await CommandRun.Of("audit", "--languages", "en", "--plan", "--quiet");
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (
            string part in (string[])
                ["source", "selection", "controls", "responses", "together", "tokens read a second", "memory: ", "Nothing was audited"]
        )
        {
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        }
    }
}
