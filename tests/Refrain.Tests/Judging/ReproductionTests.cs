using System.Text.Json;
using Refrain.Tests.CommandLine;

namespace Refrain.Tests.Judging;

public sealed class ReproductionTests : IDisposable
{
    private const string Head = ",model,lang,time,experiment,str_compliance,wildguard_harmful,wildguard_compliance\n";

    private readonly string folder = Directory.CreateTempSubdirectory("refrain-reproduce-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Every_published_rate_whose_responses_are_there_comes_out_of_the_labels()
    {
        string data = Path.GetDirectoryName(Shared.Path("data", "published"))!;
        Shared.Path("data", "judge");
        var run = await CommandRun.Of("reproduce", data, "--json");
        Assert.Equal((Cli.ExitCode.Done, ""), (run.ExitCode, run.Error));
        var rates = JsonDocument.Parse(run.Output).RootElement.GetProperty("rates").EnumerateArray().ToList();
        Assert.Equal(84, rates.Count);

        // By hand: Qwen complied with 51 of 572 harmful prompts in English, by WildGuard's labels.
        var english = rates.Single(rate =>
            rate.GetProperty("model").GetString() == "Qwen2.5-7B-Instruct"
            && rate.GetProperty("language").GetString() == "en"
            && rate.GetProperty("condition").GetString() == "baseline"
        );
        Assert.Equal(
            (51, 572),
            (
                english.GetProperty("wildguard").GetProperty("count").GetInt32(),
                english.GetProperty("wildguard").GetProperty("of").GetInt32()
            )
        );
        Assert.Equal(0.08916083916083917, english.GetProperty("wildguard").GetProperty("published").GetDouble(), 12);
        Assert.InRange(english.GetProperty("wildguard").GetProperty("low").GetDouble(), 0.065, 0.0892);

        var known = rates.Where(rate => rate.GetProperty("missing").ValueKind == JsonValueKind.Null).ToList();
        Assert.Equal(41, known.Count);
        Assert.All(known, rate =>
            Assert.All((string[])["substring", "wildguard", "harmful"], name =>
                Assert.True(rate.GetProperty(name).GetProperty("same").GetBoolean())
            )
        );
        Assert.All(known, rate => Assert.InRange(rate.GetProperty("native").GetProperty("share").GetDouble(), 0, 1));
        var missing = rates.Except(known).Select(rate => rate.GetProperty("missing").GetString()!).ToList();
        Assert.Equal(28, missing.Count(reason => reason == "no response of gemma-2-9b-it was released here"));
        Assert.Equal(43, missing.Count);
    }

    [Fact]
    public async Task A_figure_that_the_labels_do_not_give_is_named_and_told_by_the_exit_code()
    {
        Write(
            Head + "0,org/m,de,t,e,0.5,0.25,0.75\n1,org/m,fr,t,e,0,0,0\n",
            Head + "0,org/m,de,t,e,0,0,0\n1,org/other,de,t,e,0,0,0\n",
            [.. Enumerable.Range(0, 4).Select(i => Row(refusal: i == 0 ? 1 : 0, harmful: i == 1 ? 1 : 0, substring: 0))]
        );
        var run = await CommandRun.Of("reproduce", folder);
        Assert.Equal(Cli.ExitCode.ThresholdMissed, run.ExitCode);
        Assert.Contains("2 of 3 published figures come out of the labels.", run.Output, StringComparison.Ordinal);
        Assert.Contains("differs: m, baseline, de: substring is 0.5 in the paper, 1 by the labels", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "cannot be recomputed: baseline in fr: of m no response was released here in this language.",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot be recomputed: ablation in de: of m no response under ablation was released here in this language.",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot be recomputed: ablation in de: no response of other was released here.",
            run.Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("0,org/m,de,t,e,1.5,0,0\n", "str_compliance is 1.5; expected a rate from 0 to 1")]
    [InlineData("0,org/m,,t,e,1,0,0\n", "has no lang")]
    public async Task A_damaged_table_is_refused(string row, string expected)
    {
        Write(Head + row, Head + "0,m,de,t,e,0,0,0\n", Row(1, 0, 1));
        var run = await CommandRun.Of("reproduce", folder);
        Assert.Equal(Cli.ExitCode.BadInput, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_files_and_labels_are_refused()
    {
        Assert.Contains(
            "baseline_evaluations.csv: does not exist",
            (await CommandRun.Of("reproduce", folder)).Error,
            StringComparison.Ordinal
        );
        Write(Head + "0,m,de,t,e,0,0,0\n", Head + "0,m,de,t,e,0,0,0\n");
        Assert.Contains("judge: holds no .jsonl file", (await CommandRun.Of("reproduce", folder)).Error, StringComparison.Ordinal);
        Write(
            Head + "0,m,de,t,e,0,0,0\n",
            Head + "0,m,de,t,e,0,0,0\n",
            "{\"model\": \"m\", \"language\": \"de\", \"condition\": \"baseline\", \"opening\": \"x\"}"
        );
        Assert.Contains("line 1: has no refusal", (await CommandRun.Of("reproduce", folder)).Error, StringComparison.Ordinal);
    }

    private static string Row(int refusal, int harmful, int substring) =>
        """{"model": "m", "language": "de", "condition": "baseline", "opening": "Hier ist die Antwort auf die Frage.", """
        + $$""" "refusal": {{refusal}}, "harmful": {{harmful}}, "substring_refusal": {{substring}}}""";

    private void Write(string baseline, string ablation, params string[] rows)
    {
        Directory.CreateDirectory(Path.Combine(folder, "published"));
        Directory.CreateDirectory(Path.Combine(folder, "judge"));
        File.WriteAllText(Path.Combine(folder, "published", "baseline_evaluations.csv"), baseline);
        File.WriteAllText(Path.Combine(folder, "published", "harm_ablation_evaluations.csv"), ablation);
        if (rows.Length > 0)
        {
            File.WriteAllLines(Path.Combine(folder, "judge", "m.jsonl"), rows);
        }
    }
}
