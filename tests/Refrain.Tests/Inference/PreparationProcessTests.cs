using System.Diagnostics;
using Refrain.Checkpoints;
using Refrain.Inference.Sidecars;
using Refrain.Tests.Checkpoints;
using Refrain.Tests.CommandLine;

namespace Refrain.Tests.Inference;

/// <summary>Preparing weights in processes of their own: killed half-way, and two at once.</summary>
public sealed class PreparationProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PreparationProcessTests()
    {
        // 60 MB of prepared weights: long enough to be killed in.
        (RandomCheckpointTests.Small with { Hidden = 512, Intermediate = 1024, Layers = 6, ShardBytes = 20_000_000 }).Write(
            Model,
            EmbeddedDemo.Extract(CacheFolder.Default)
        );
        File.WriteAllText(Input, "{\"prompts\": [{\"ids\": [1, 2, 3]}]}");
    }

    private string Model => Path.Combine(folder.Path, "model");

    private string Input => Path.Combine(folder.Path, "in.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_killed_preparation_leaves_nothing_that_is_taken_for_whole()
    {
        for (int time = 0; time < 10; time++)
        {
            string cache = Path.Combine(folder.Path, $"cache-{time}"),
                weights = SidecarFolder.In(cache);
            using var process = Start(cache, "killed");
            while (
                !process.HasExited
                && !(Directory.Exists(weights) && Directory.EnumerateFiles(weights, "*" + SidecarFolder.UnfinishedSuffix).Any())
            )
            {
                Thread.Sleep(1);
            }

            process.Kill();
            process.WaitForExit();
            if (SidecarFolder.List(cache) is [{ State: SidecarState.Unfinished, InUse: false }])
            {
                End(Start(cache, "again"));
                Assert.Equal(SidecarState.Whole, Assert.Single(SidecarFolder.List(cache)).State);
                return;
            }

            Assert.DoesNotContain(SidecarFolder.List(cache), file => file.State == SidecarState.Damaged);
        }

        Assert.Fail("ten preparations ended before they could be killed");
    }

    [Fact]
    public void Two_processes_at_once_prepare_one_file_and_compute_the_same()
    {
        string cache = Path.Combine(folder.Path, "cache");
        Process[] both = [Start(cache, "one"), Start(cache, "two")];
        Array.ForEach(both, End);
        Assert.Null(Assert.Single(SidecarFolder.List(cache)).Verify());
        Assert.Equal(File.ReadAllBytes(Output("one")), File.ReadAllBytes(Output("two")));
    }

    private string Output(string name) => Path.Combine(folder.Path, name + ".safetensors");

    private Process Start(string cache, string name) =>
        CommandProcess.Start(["activations", Model, "--input", Input, "--output", Output(name), "--quiet"], ("REFRAIN_CACHE", cache));

    private static void End(Process process)
    {
        using (process)
        {
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
        }
    }
}
