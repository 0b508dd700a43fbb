using System.Text.Json;
using Refrain.Checkpoints;

namespace Refrain.Tests.CommandLine;

/// <summary>Options of the chat template in audits: what is measured, recorded and told.</summary>
public class TemplateOptionsTests
{
    private const string Turns =
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n"
        + "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}";

    private readonly string folder = Directory.CreateTempSubdirectory("refrain-template-").FullName;

    /// <summary>The demo model with a template that opens a thinking part, as DeepSeek-R1's does.</summary>
    private string Model(string template)
    {
        string model = Path.Combine(folder, "model");
        Directory.CreateDirectory(model);
        foreach (string path in Directory.GetFiles(EmbeddedDemo.Extract(CacheFolder.Default)))
        {
            File.Copy(path, Path.Combine(model, Path.GetFileName(path)), overwrite: true);
        }

        File.WriteAllText(Path.Combine(model, "chat_template.jinja"), template);
        return model;
    }

    private async Task<JsonElement> Audit(string run, params string[] more)
    {
        var audit = await CommandRun.Of([
            "audit",
            Path.Combine(folder, "model"),
            "--languages",
            "en",
            "--test-ids",
            "harmful:0-3,harmless:0-3",
            "--run",
            Path.Combine(folder, run),
            "--json",
            "--quiet",
            .. more,
        ]);
        Assert.True(audit.ExitCode == 0, audit.Error);
        return JsonDocument.Parse(audit.Output).RootElement;
    }

    private string Read(string run, string file) => File.ReadAllText(Path.Combine(folder, run, file));

    [Fact]
    public async Task With_thinking_answers_are_judged_after_it_and_scores_are_read_where_they_start()
    {
        Model(Turns);
        var report = await Audit("on", "--thinking", "on", "--max-new-tokens", "6");
        Assert.Equal("on", report.GetProperty("settings").GetProperty("template").GetProperty("thinking").GetString());
        var rate = report.GetProperty("languages").GetProperty("en").GetProperty("rates").GetProperty("harmful").GetProperty("baseline");
        Assert.Equal((4, 4), (rate.GetProperty("n").GetInt32(), rate.GetProperty("unjudged").GetInt32()));
        Assert.Contains("\"reason\":\"thinking did not end\"", Read("on", "judgements.jsonl"), StringComparison.Ordinal);
        Assert.Contains(report.GetProperty("doubts").EnumerateArray(), doubt =>
            doubt.GetString()!.Contains("the thinking did not end within 6 new tokens", StringComparison.Ordinal)
        );
        Assert.All((string[])["report.html", "report.md"], file =>
            Assert.Contains("with thinking: answers are judged after it", Read("on", file), StringComparison.Ordinal)
        );

        // Scores do not depend on whether the model then thinks: they are read at the same, closed prompt.
        var closed = await Audit("off", "--max-new-tokens", "6");
        Assert.Equal("off_by_closing", closed.GetProperty("settings").GetProperty("template").GetProperty("thinking").GetString());
        Assert.Contains("thinking skipped: an empty thinking part", Read("off", "report.md"), StringComparison.Ordinal);
        Assert.True(
            closed
                .GetProperty("languages")
                .GetProperty("en")
                .GetProperty("rates")
                .GetProperty("harmful")
                .GetProperty("baseline")
                .GetProperty("unjudged")
                .GetInt32() < 4
        );
        Assert.Equal(Scores("off"), Scores("on"));
        Assert.NotEqual(Read("off", "manifest.json"), Read("on", "manifest.json"));
    }

    [Fact]
    public async Task A_runs_date_and_system_turn_are_recorded_and_another_is_another_run()
    {
        Model("<|im_start|>system\n{{ strftime_now('%d %b %Y') }}<|im_end|>\n" + Turns.Replace("<think>\n", "", StringComparison.Ordinal));
        string[] first = ["--max-new-tokens", "4", "--system", "Be brief.", "--template-option", "tone=\"dry\"", "--date", "2027-02-09"];
        var report = await Audit("run", first);
        var template = report.GetProperty("settings").GetProperty("template");
        Assert.Equal(
            ("Be brief.", "\"dry\"", "2027-02-09", "none"),
            (
                template.GetProperty("system").GetString(),
                template.GetProperty("options").GetProperty("tone").GetString(),
                template.GetProperty("date").GetString(),
                template.GetProperty("thinking").GetString()
            )
        );
        Assert.Contains(
            """--system 'Be brief.' --template-option 'tone="dry"' --date 2027-02-09""",
            report.GetProperty("command").GetString(),
            StringComparison.Ordinal
        );
        Assert.Contains("2027-02-09", Read("run", "manifest.json"), StringComparison.Ordinal);
        Assert.Equal(report.ToString(), (await Audit("run", first)).ToString());

        var other = await CommandRun.Of([
            "audit",
            Path.Combine(folder, "model"),
            "--languages",
            "en",
            "--test-ids",
            "harmful:0-3,harmless:0-3",
            "--run",
            Path.Combine(folder, "run"),
            "--quiet",
            .. first[..^1],
            "2027-02-10",
        ]);
        Assert.Equal(Cli.ExitCode.BadInput, other.ExitCode);
        Assert.Contains("template.date was 2027-02-09, is 2027-02-10", other.Error, StringComparison.Ordinal);
    }

    private string[] Scores(string run) =>
        [
            .. Read(run, "responses.jsonl")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Where(response => response.GetProperty("condition").GetString() == "baseline")
                .Select(response =>
                    $"{response.GetProperty("id")} {Math.Round(response.GetProperty("refusal_score").GetDouble(), 3)} "
                    + $"{Math.Round(response.GetProperty("projection").GetDouble(), 2)}"
                ),
        ];
}
