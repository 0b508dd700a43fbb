using Refrain.Audits;
using Refrain.Checkpoints;
using Refrain.Comparisons;
using Refrain.Inspections;
using Refrain.Runs.Progress;
using Refrain.Tests.Judging.Remote;

namespace Refrain.Tests.CommandLine;

/// <summary>Audits, estimates, inspections and comparisons that are awaited find what those find that are waited for.</summary>
public sealed class AsynchronousTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-async-").FullName;

    private static readonly AuditSettings Settings = new()
    {
        Languages = ["en", "ko"],
        TestIds = "harmful:1-4,harmless:1-4",
        Controls = false,
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_audit_computes_on_a_thread_of_its_own_and_waits_for_its_judge_on_none()
    {
        using var server = new JudgeServer();
        var threads = new List<(string Stage, bool Pool)>();
        var said = new Listening();
        var audit = await Audit.RunAsync(
            Request("judged") with
            {
                Settings = Settings with { Judge = server.Settings with { Model = Guid.NewGuid().ToString("N"), Cache = folder } },
            },
            new Watching(update => threads.Add((update.Stage, Thread.CurrentThread.IsThreadPoolThread))),
            said,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            ["source", "selection", "extraction", "controls", "responses", "geometry"],
            threads.Select(thread => thread.Stage).Distinct()
        );
        Assert.All(threads, thread => Assert.False(thread.Pool, thread.Stage));
        Assert.StartsWith("memory: ", said.Details[0], StringComparison.Ordinal);
        Assert.EndsWith(" 0 answers unjudged", said.Notes[^1], StringComparison.Ordinal);
        Assert.Equal(server.Server.Requests.Count, server.Server.Requests.Select(request => request.Body).Distinct().Count());
        Assert.Equal(1, audit.Report.Languages["en"].Rates.Harmful.Baseline!.Share);
        Assert.True(audit.Report.Times!.Seconds.ContainsKey("judging"));
    }

    [Fact]
    public async Task Both_ways_find_the_same()
    {
        var waited = Audit.Run(Request("waited"), cancel: TestContext.Current.CancellationToken);
        var awaited = await Audit.RunAsync(Request("awaited"), cancel: TestContext.Current.CancellationToken);
        SameRun.Of(waited.Folder, awaited.Folder);

        // Finished runs are printed again.
        Assert.Equal(
            waited.Report.Times!.Starts,
            Audit.Run(Request("waited"), cancel: TestContext.Current.CancellationToken).Report.Times!.Starts
        );

        var comparison = new ComparisonRequest
        {
            A = waited.Folder,
            B = "demo with another seed",
            Audit = _ => Request("other") with { Settings = Settings with { Seed = 3 } },
            Output = Path.Combine(folder, "compared"),
        };
        var stages = new List<ProgressEvent>();
        var compared = await AuditComparison.RunAsync(comparison, new Watching(stages.Add), cancel: TestContext.Current.CancellationToken);
        Assert.Contains(stages, update => update.Stage == "responses");
        var again = AuditComparison.Run(comparison, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(compared.Folder, again.Folder);
        Assert.Equal(compared.Report.B.Key, again.Report.B.Key);
    }

    [Fact]
    public async Task Estimates_and_inspections_are_awaited_too()
    {
        var request = Request("planned");
        var estimate = await AuditEstimate.OfAsync(request, cancel: TestContext.Current.CancellationToken);
        var same = AuditEstimate.Of(request, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(
            same.Stages.Select(stage => stage with { Seconds = null }),
            estimate.Stages.Select(stage => stage with { Seconds = null })
        );
        Assert.Equal(["source", "selection", "extraction", "responses", "geometry"], estimate.Stages.Select(stage => stage.Stage));
        Assert.InRange(estimate.Seconds!.Value, 1e-3, 1e4);
        Assert.False(Directory.Exists(request.Run));

        var look = new InspectionRequest
        {
            Model = EmbeddedDemo.Extract(CacheFolder.Default),
            Languages = ["en", "ko"],
            Sample = 2,
        };
        var inspection = await Inspection.OfAsync(look, cancel: TestContext.Current.CancellationToken);
        var waited = Inspection.Of(look, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(waited.Doubts, inspection.Doubts);
        Assert.Equal(waited.Sample!.AuditSeconds.Keys, inspection.Sample!.AuditSeconds.Keys);
        Assert.Equal(["en", "ko"], inspection.Sample.Languages.Select(language => language.Language));
    }

    [Fact]
    public async Task What_was_cancelled_before_it_began_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Audit.RunAsync(Request("never"), cancel: cancel.Token));
        await Assert.ThrowsAsync<BadInputException>(() =>
            Audit.RunAsync(Request("never") with { Model = Path.Combine(folder, "nothing") }, cancel: CancellationToken.None)
        );
    }

    private AuditRequest Request(string run) => new() { Settings = Settings, Run = Path.Combine(folder, run) };
}
