using System.Text.Json;
using Refrain.Audits;
using Refrain.Inference;

namespace Refrain.Tests.CommandLine;

/// <summary><c>--precision fast</c> on the embedded demo model.</summary>
public class FastAuditTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-fast-").FullName;

    [Fact]
    public async Task A_fast_audit_reports_its_arithmetic_and_what_it_changes_and_finds_what_the_exact_one_finds()
    {
        string run = Path.Combine(folder, "run");
        var audit = await CommandRun.Of("audit", "--languages", "en,ko", "--precision", "fast", "--run", run, "--json", "--quiet");
        Assert.True(audit.ExitCode == 0, audit.Error);
        using var json = JsonDocument.Parse(audit.Output);
        var root = json.RootElement;
        Assert.Equal("fast", root.GetProperty("settings").GetProperty("precision").GetString());
        Assert.Contains("--precision fast", root.GetProperty("command").GetString(), StringComparison.Ordinal);
        var precision = root.GetProperty("precision");
        Assert.Equal(16, precision.GetProperty("prompts").GetInt32());
        Assert.InRange(precision.GetProperty("divergence_mean").GetDouble(), 1e-9, 0.01);
        Assert.InRange(precision.GetProperty("divergence_max").GetDouble(), precision.GetProperty("divergence_mean").GetDouble(), 0.05);
        Assert.InRange(precision.GetProperty("score_difference_mean").GetDouble(), 1e-9, 0.2);
        Assert.InRange(precision.GetProperty("cosine_min").GetDouble(), 0.99, 0.9999999);
        Assert.InRange(precision.GetProperty("same_token").GetInt32(), 15, 16);
        Assert.Equal("affine", root.GetProperty("selection").GetProperty("intervention").GetString());
        Assert.Equal("unprotected", root.GetProperty("languages").GetProperty("ko").GetProperty("verdict").GetString());
        Assert.Contains("fast: 8-bit arithmetic", await File.ReadAllTextAsync(Path.Combine(run, "report.html")), StringComparison.Ordinal);

        var exact = await CommandRun.Of("audit", "--languages", "en,ko", "--run", run, "--quiet");
        Assert.Equal(Cli.ExitCode.BadInput, exact.ExitCode);
        Assert.Contains("settings.precision was fast, is exact", exact.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_keeps_its_comparison_and_says_it_again()
    {
        string run = Path.Combine(folder, "cut");
        var said = new Listening();
        AuditRequest request = new()
        {
            Settings = new AuditSettings { Languages = ["en"], Precision = Precision.Fast },
            Run = run,
        };
        using var cancel = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Audit.Run(
                request,
                new Watching(update =>
                {
                    if (update.Stage == "extraction")
                    {
                        cancel.Cancel();
                    }
                }),
                said,
                cancel.Token
            )
        );
        string first = Assert.Single(said.Details, line => line.StartsWith("precision: ", StringComparison.Ordinal));
        said.Details.Clear();

        // Without the exact weights in the cache a second comparison would have to make them.
        var settings = request.Settings with { Cache = Path.Combine(folder, "cache") };
        var finished = await Audit.RunAsync(
            request with
            {
                Settings = settings,
            },
            logger: said,
            cancel: TestContext.Current.CancellationToken
        );
        Assert.Equal(first, Assert.Single(said.Details, line => line.StartsWith("precision: ", StringComparison.Ordinal)));
        Assert.NotNull(finished.Report.Precision);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(folder, "cache", "weights")), path =>
            path.EndsWith(".f32", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Activations_are_close_to_the_exact_ones_and_not_the_same()
    {
        string input = Path.Combine(folder, "prompts.json");
        await File.WriteAllTextAsync(input, """{"prompts": [{"ids": [5, 6, 7, 8, 9]}]}""", TestContext.Current.CancellationToken);
        string model = Shared.Path("golden", "architectures", "llama");
        float[][] logits =
        [
            .. await Task.WhenAll(
                new[] { "exact", "fast" }.Select(async precision =>
                {
                    string output = Path.Combine(folder, precision + ".safetensors");
                    var run = await CommandRun.Of(
                        "activations",
                        model,
                        "--input",
                        input,
                        "--output",
                        output,
                        "--precision",
                        precision,
                        "--quiet"
                    );
                    Assert.True(run.ExitCode == 0, run.Error);
                    using var file = Refrain.Checkpoints.SafetensorsFile.Open(output);
                    return file.Read("0.logits");
                })
            ),
        ];
        Assert.NotEqual(logits[0], logits[1]);
        Assert.InRange(System.Numerics.Tensors.TensorPrimitives.CosineSimilarity<float>(logits[0], logits[1]), 0.97f, 1f);
    }

    [Fact]
    public async Task Another_precision_is_refused()
    {
        var run = await CommandRun.Of("audit", "--precision", "half");
        Assert.Equal(Cli.ExitCode.Usage, run.ExitCode);
        Assert.Contains("half", run.Error, StringComparison.Ordinal);
    }
}
