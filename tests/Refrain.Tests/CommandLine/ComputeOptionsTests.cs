using System.Text.Json.Nodes;
using Refrain.Audits;
using Refrain.Checkpoints;
using Refrain.Inference;

namespace Refrain.Tests.CommandLine;

/// <summary>An audit of the demo model by two threads in batches of the usual size, which others are compared with.</summary>
public sealed class UsualAudit
{
    public string Folder { get; } = Path.Combine(Directory.CreateTempSubdirectory("refrain-usual-").FullName, "run");

    public UsualAudit() => ComputeOptionsTests.Audit(Folder, "--threads", "2");
}

/// <summary>Threads and batch sizes: no result depends on them.</summary>
public class ComputeOptionsTests(UsualAudit usual) : IClassFixture<UsualAudit>
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-compute-").FullName;

    [Theory]
    [InlineData("--threads", "1")]
    [InlineData("--batch-tokens", "300")]
    [InlineData("--threads", "1", "--batch-tokens", "5000")]
    public void Another_number_of_threads_or_batch_size_gives_the_same_report(params string[] options)
    {
        string run = Path.Combine(folder, "run");
        Audit(run, options);
        Same(usual.Folder, run);
    }

    [Theory]
    [InlineData("256", true)]
    [InlineData("4096", false)]
    public void A_killed_audit_goes_on_with_other_threads_and_batches_and_its_profile_can_be_read(string batchTokens, bool sameBatches)
    {
        string run = Path.Combine(folder, "run"),
            killed = Path.Combine(folder, "killed.json"),
            resumed = Path.Combine(folder, "resumed.json");
        CommandProcess.Kill([.. Arguments(run), "--threads", "1", "--batch-tokens", "256", "--profile", killed], () =>
            File.Exists(killed)
            && Text(killed) is var text
            && text.IndexOf("\"name\":\"controls\"", StringComparison.Ordinal) is >= 0 and var ended
            && text.IndexOf("\"name\":\"commit\"", ended, StringComparison.Ordinal) >= 0
        );
        var cut = new ProfileTrace(killed);
        Assert.False(cut.Ended);
        Assert.Contains(cut.Spans, span => span.Name == "commit" && span.Start > cut.Only("controls").End);

        Audit(run, "--threads", "2", "--batch-tokens", batchTokens, "--profile", resumed, "--resume");
        Same(usual.Folder, run);
        var batches = new ProfileTrace(resumed).Spans.Where(span => span.Name == "batch").ToList();
        Assert.Equal(
            sameBatches,
            batches.Where(span => span.Text("stage") == "selection").All(span => span.Text("remembered") is not null)
        );
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "manifest.json")))!;
        Assert.Equal(("1", "256"), ((string)manifest["information"]!["threads"]!, (string)manifest["information"]!["batch_tokens"]!));
        Assert.Equal(
            (string)JsonNode.Parse(File.ReadAllText(Path.Combine(usual.Folder, "manifest.json")))!["key"]!,
            (string)manifest["key"]!
        );
        var times = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "report.json")))!["times"]!;
        Assert.Equal(
            (2, 2, int.Parse(batchTokens, System.Globalization.CultureInfo.InvariantCulture)),
            ((int)times["starts"]!, (int)times["threads"]!, (int)times["batch_tokens"]!)
        );

        // Answers stand by themselves, whatever the batches.
        Assert.InRange(
            batches
                .Where(span => span.Text("stage") == "responses")
                .Sum(span => int.Parse(span.Text("rows")!, System.Globalization.CultureInfo.InvariantCulture)),
            1,
            (int)times["processed"]!["responses"]!["count"]! - 64
        );

        // Both starts: the selection of the first and, in other batches, once more that of the second.
        Assert.True((double)times["seconds"]!["selection"]! > cut.Only("selection").Duration / 1e6, "the first start's seconds are lost");
    }

    [Theory]
    [InlineData("--threads", "0", "a whole number from 1 to ")]
    [InlineData("--threads", "two", "a whole number from 1 to ")]
    [InlineData("--threads", "1000000", "four times the processors")]
    [InlineData("--batch-tokens", "0", "a whole number from 1 to 65536")]
    [InlineData("--batch-tokens", "65537", "a whole number from 1 to 65536")]
    public async Task What_is_no_number_of_them_is_a_usage_error(string option, string value, string expected)
    {
        var run = await CommandRun.Of("audit", option, value);
        Assert.Equal(Cli.ExitCode.Usage, run.ExitCode);
        Assert.StartsWith($"error: {option}: is {value}; expected ", run.Error);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("0")]
    public void A_variable_that_is_no_number_of_threads_is_bad_input(string value)
    {
        var (run, _) = CommandProcess.Run([.. Arguments(Path.Combine(folder, "run"))], ("REFRAIN_THREADS", value));
        Assert.Equal(Cli.ExitCode.BadInput, run.ExitCode);
        Assert.StartsWith($"error: REFRAIN_THREADS: is {value}", run.Error);
    }

    [Fact]
    public void A_process_that_computes_takes_no_other_number_of_threads()
    {
        var settings = new AuditSettings { Languages = ["en"], TestIds = "harmful:0-0,harmless:0-0" };
        var wanted = new ComputeSettings { Threads = 1 + Runtime.Threads };
        using var model = Model.Open(Checkpoint.Open(EmbeddedDemo.Extract(CacheFolder.Default)), CacheFolder.Default);
        model.Forward(
            new ForwardRequest
            {
                Rows =
                [
                    [1],
                ],
            }
        );
        var error = Assert.Throws<BadInputException>(() =>
            Refrain.Audits.Audit.Run(
                new AuditRequest
                {
                    Settings = settings,
                    Run = Path.Combine(folder, "run"),
                    Compute = wanted,
                },
                cancel: TestContext.Current.CancellationToken
            )
        );
        Assert.Contains("computes with", error.Message, StringComparison.Ordinal);
    }

    internal static void Audit(string run, params string[] options)
    {
        var (audit, _) = CommandProcess.Run([.. Arguments(run), .. options]);
        Assert.True(audit.ExitCode == 0, audit.Error);
    }

    private static string[] Arguments(string run) => ["audit", "--languages", "en,ko", "--max-new-tokens", "8", "--quiet", "--run", run];

    private static string Text(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static void Same(string one, string other)
    {
        SameReport.Of(one, other);
        string[] lines = File.ReadAllLines(Path.Combine(one, "responses.jsonl")),
            others = File.ReadAllLines(Path.Combine(other, "responses.jsonl"));
        Assert.Equal(lines.Length, others.Length);
        Assert.All(lines.Zip(others), pair => SameReport.Compare(JsonNode.Parse(pair.First), JsonNode.Parse(pair.Second), "responses"));
    }
}
