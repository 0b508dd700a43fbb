using System.Diagnostics;
using System.Globalization;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

public sealed class RunProcessTests : IDisposable
{
    private readonly TestRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Every_acknowledged_item_is_whole_after_twenty_kills_at_random()
    {
        var random = new Random(20);
        int acknowledged = 0;
        for (int kill = 0; kill < 20; kill++)
        {
            using var child = RunChild.Start("put", run.Folder);
            // Half of the kills fall anywhere from the program's start on, half among the puts.
            if (kill % 2 == 1)
            {
                Assert.Equal("open", child.StandardOutput.ReadLine());
            }

            Thread.Sleep(random.Next(kill % 2 == 1 ? 60 : 400));
            Assert.False(child.HasExited);
            child.Kill();
            child.WaitForExit();
            foreach (
                string line in child
                    .StandardOutput.ReadToEnd()
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    .Where(line => line != "open")
            )
            {
                acknowledged = int.Parse(line, CultureInfo.InvariantCulture);
            }

            AssertWhole(acknowledged);
        }

        Assert.True(acknowledged > 0);
    }

    [Theory]
    [InlineData("folder made")]
    [InlineData("lock taken")]
    [InlineData("manifest unnamed")]
    [InlineData("manifest written")]
    [InlineData("database begun")]
    [InlineData("tables committed")]
    [InlineData("database closed")]
    [InlineData("database named")]
    public void A_start_that_was_killed_at_any_step_is_healed_by_the_next(string step)
    {
        using (var child = RunChild.Start("begin", run.Folder, step))
        {
            Assert.Equal(step, child.StandardOutput.ReadToEnd().TrimEnd());
            child.WaitForExit();
            Assert.NotEqual(0, child.ExitCode);
        }

        using (var store = RunStore.Open(run.Folder, TestRun.Manifest()))
        {
            store.Put("work", [("a", [1])]);
        }

        Assert.Equal(
            ["manifest.json", "run.db", "run.lock"],
            Directory.GetFiles(run.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_second_process_is_refused_until_the_first_is_killed()
    {
        using var child = RunChild.Start("hold", run.Folder);
        Assert.Equal("open", child.StandardOutput.ReadLine());
        var error = Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest()));
        Assert.Contains(
            $"another refrain process (pid {child.Id} on host {Environment.MachineName}) is working on this run",
            error.Message,
            StringComparison.Ordinal
        );
        using (var reader = RunStore.OpenForReading(run.Folder))
        {
            Assert.Empty(reader.All("work"));
        }

        child.Kill();
        child.WaitForExit();
        Assert.True(File.Exists(run.File("run.owner"))); // What it left fools nobody.
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose();
    }

    [Fact]
    public void The_same_process_cannot_open_a_run_twice()
    {
        using var first = RunStore.Open(run.Folder, TestRun.Manifest());
        Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest()));
        first.Put("work", [("a", [1])]);
    }

    [Fact]
    public void A_killed_run_can_be_read_before_anyone_resumes_it()
    {
        using var child = RunChild.Start("put", run.Folder);
        string? last;
        do
        {
            last = child.StandardOutput.ReadLine();
        } while (last is "open" or "3" or "6");
        child.Kill();
        child.WaitForExit();
        Assert.True(File.Exists(run.File("run.db-wal")));
        using var reader = RunStore.OpenForReading(run.Folder);
        Assert.True(reader.All("work").Count >= 9);
    }

    [Fact]
    public void A_batch_and_ten_thousand_items_take_milliseconds()
    {
        Shared.NeedSlow();
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        var puts = new List<double>();
        for (int batch = 0; batch < 160; batch++)
        {
            var items = Enumerable.Range(batch * 64, 64).Select(i => (ItemKey.Of("x", $"{i}"), new byte[1000])).ToList();
            long start = Stopwatch.GetTimestamp();
            store.Put("work", items);
            puts.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        long began = Stopwatch.GetTimestamp();
        var all = store.All("work");
        double read = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        began = Stopwatch.GetTimestamp();
        Assert.All(all, item => Assert.NotNull(store.Find("work", item.Key)));
        double single = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        store.Dispose();
        began = Stopwatch.GetTimestamp();
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose();
        double open = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        puts.Sort();
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"put of 64: median {puts[80]:F2} ms, 95 % under {puts[152]:F2} ms; "
                + $"all {all.Count}: {read:F1} ms; one by one: {single:F1} ms; opening: {open:F1} ms"
        );
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(puts[80] < 20 && read < 200, figures);
    }

    private void AssertWhole(int acknowledged)
    {
        if (acknowledged == 0 && !File.Exists(run.File("run.db")))
        {
            return; // Killed before the run began.
        }

        using var store = RunStore.Open(run.Folder, TestRun.Manifest()); // Checks the database's integrity.
        var items = store.All("work");
        Assert.True(items.Count >= acknowledged && items.Count % 3 == 0, $"{items.Count} items, {acknowledged} acknowledged");
        for (int i = 0; i < items.Count; i++)
        {
            Assert.Equal($"{i:D6}", items[i].Key);
            Assert.Equal(RunChild.Payload(i), items[i].Payload);
        }
    }
}
