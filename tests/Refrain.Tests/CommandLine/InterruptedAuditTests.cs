using System.Globalization;
using Microsoft.Data.Sqlite;
using Refrain.Audits;
using Refrain.Runs.Progress;

namespace Refrain.Tests.CommandLine;

/// <summary>Audits that are interrupted and continued come to what an undisturbed one comes to, to the last byte but for times.</summary>
public class InterruptedAuditTests
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-interrupted-").FullName;

    private static readonly AuditSettings Settings = new()
    {
        Languages = ["en", "ko"],
        TestIds = "harmful:0-11,harmless:0-11",
        Stress = new StressSettings { Probabilities = [.5], Prompts = 4 },
        Seed = 7,
    };

    [Fact]
    public async Task An_audit_interrupted_after_any_piece_of_work_ends_in_the_same_files()
    {
        string whole = Path.Combine(folder, "whole");
        var reports = new List<ProgressEvent>();
        await Audit.RunAsync(Request(whole), new Watching(reports.Add), cancel: TestContext.Current.CancellationToken);

        // Every stage is interrupted, at its beginning and within it, and again and again in one run.
        string cut = Path.Combine(folder, "cut");
        int starts = 1;
        foreach (int step in Enumerable.Range(0, 8).Select(i => 1 + i * reports.Count / 8))
        {
            starts += await Interrupt(cut, step) ? 1 : 0;
        }

        Assert.InRange(starts, 4, int.MaxValue);
        var finished = await Audit.RunAsync(Request(cut), cancel: TestContext.Current.CancellationToken);
        Assert.Equal(starts, finished.Report.Times!.Starts);
        SameRun.Of(whole, cut);

        // The same at once: one interruption, at another place in each run.
        foreach (string stage in (string[])["selection", "responses"])
        {
            string once = Path.Combine(folder, stage);
            int within = reports.FindIndex(report => report.Stage == stage) + reports.Count(report => report.Stage == stage) / 2 + 1;
            Assert.True(await Interrupt(once, within));
            await Audit.RunAsync(Request(once), cancel: TestContext.Current.CancellationToken);
            SameRun.Of(whole, once);
        }
    }

    [Fact]
    public async Task Answers_that_are_missing_are_those_of_an_undisturbed_run_whichever_they_are()
    {
        string whole = Path.Combine(folder, "whole"),
            holed = Path.Combine(folder, "holed");
        await Audit.RunAsync(Request(whole), cancel: TestContext.Current.CancellationToken);
        foreach (int share in (int[])[2, 5, 17])
        {
            Directory.CreateDirectory(holed);
            foreach (string name in (string[])["manifest.json", "run.db"])
            {
                File.Copy(Path.Combine(whole, name), Path.Combine(holed, name));
            }

            int dropped = Drop(holed, share);
            Assert.InRange(dropped, 1, int.MaxValue);
            await Audit.RunAsync(Request(holed), cancel: TestContext.Current.CancellationToken);
            SameRun.Of(whole, holed);
            Directory.Delete(holed, recursive: true);
        }
    }

    /// <summary>Interrupts an audit at a report of its progress; false: it had finished before.</summary>
    private static async Task<bool> Interrupt(string run, int report)
    {
        using var cancel = new CancellationTokenSource();
        int seen = 0;
        var watching = new Watching(_ =>
        {
            if (++seen == report)
            {
                cancel.Cancel();
            }
        });
        try
        {
            await Audit.RunAsync(Request(run), watching, cancel: cancel.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    /// <summary>Takes a share of the answers out of a finished run, with the seconds of answers, and its report.</summary>
    private static int Drop(string run, int share)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(run, "run.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"DELETE FROM item WHERE stage = 'responses' AND sequence % {share} = 0"
        );
        int dropped = command.ExecuteNonQuery();
        command.CommandText = "DELETE FROM item WHERE stage = 'report' OR stage = 'times' AND key LIKE 'responses/%'";
        command.ExecuteNonQuery();
        return dropped;
    }

    private static AuditRequest Request(string run) =>
        new()
        {
            Settings = Settings,
            Run = run,
            Command = "refrain audit",
        };
}
