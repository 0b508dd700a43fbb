using Microsoft.Data.Sqlite;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

public sealed class RunDamageTests : IDisposable
{
    private const int Items = 60;
    private readonly TestRun run = new();

    public RunDamageTests()
    {
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        store.Put("work", [.. Enumerable.Range(0, Items).Select(i => ($"{i:D6}", RunChild.Payload(i)))]);
    }

    public void Dispose() => run.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(200_000)]
    [InlineData(-1)]
    [InlineData(-4096)]
    public void A_truncated_database_is_one_clear_error(int length)
    {
        using (var file = File.OpenWrite(run.File("run.db")))
        {
            file.SetLength(length < 0 ? file.Length + length : length);
        }

        AssertDamaged();
    }

    [Fact]
    public void Garbage_in_the_databases_place_is_one_clear_error()
    {
        byte[] garbage = new byte[100_000];
        new Random(1).NextBytes(garbage);
        File.WriteAllBytes(run.File("run.db"), garbage);
        AssertDamaged();
    }

    [Fact]
    public void Garbage_anywhere_in_the_database_is_found_on_opening_or_on_reading_and_never_passed_on()
    {
        byte[] whole = File.ReadAllBytes(run.File("run.db"));
        var random = new Random(2);
        int found = 0;
        for (int trial = 0; trial < 60; trial++)
        {
            byte[] damaged = (byte[])whole.Clone();
            random.NextBytes(damaged.AsSpan(random.Next(100, whole.Length - 64), 64));
            File.WriteAllBytes(run.File("run.db"), damaged);
            try
            {
                using var reader = RunStore.OpenForReading(run.Folder);
                // What is still given out is right: damage in unused space, or in a page that this read does not need.
                Assert.All(reader.All("work"), item => Assert.Equal(RunChild.Payload(int.Parse(item.Key)), item.Payload));
            }
            catch (BadInputException error)
            {
                Assert.StartsWith(run.File("run.db"), error.Place, StringComparison.Ordinal);
                found++;
            }
        }

        Assert.InRange(found, 50, 60);
    }

    [Fact]
    public void A_log_without_its_database_is_one_clear_error()
    {
        File.Move(run.File("run.db"), run.File("run.db-wal"));
        var error = Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest()));
        Assert.Contains("it is missing, though run.db-wal is there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_is_one_clear_error_and_the_run_goes_on_later()
    {
        using (var store = RunStore.Open(run.Folder, TestRun.Manifest()))
        {
            store.LimitPages(1); // SQLite raises this to the pages that are there: no more fit, as on a full disk.
            var error = Assert.ThrowsAny<IOException>(() => store.Put("more", [("a", new byte[100_000])]));
            Assert.Contains(
                "no space is left on the disk. What is finished is kept: free some space and repeat the command.",
                error.Message,
                StringComparison.Ordinal
            );
            Assert.Equal((Items, 0), (store.All("work").Count, store.All("more").Count));
        }

        using var again = RunStore.Open(run.Folder, TestRun.Manifest());
        again.Put("more", [("a", new byte[100_000])]);
        Assert.Equal(Items, again.All("work").Count);
    }

    [Fact]
    public void A_process_whose_run_was_taken_over_can_add_nothing()
    {
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        using (
            var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = run.File("run.db"), Pooling = false }.ConnectionString
            )
        )
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO opening (opened_at, refrain_version, process, host) VALUES ('', '', 1, '')";
            command.ExecuteNonQuery();
        }

        var error = Assert.Throws<IOException>(() => store.Put("more", [("a", [1])]));
        Assert.Contains("another refrain process has taken this run over", error.Message, StringComparison.Ordinal);
        Assert.Empty(store.All("more"));
    }

    private void AssertDamaged()
    {
        foreach (
            var open in (Func<RunStore>[])[() => RunStore.Open(run.Folder, TestRun.Manifest()), () => RunStore.OpenForReading(run.Folder)]
        )
        {
            var error = Assert.Throws<BadInputException>(() =>
            {
                using var store = open();
                store.All("work");
            });
            Assert.Equal(run.File("run.db"), error.Place);
            Assert.Contains("Restore it from a copy, or delete the run's folder and start again.", error.Message, StringComparison.Ordinal);
        }
    }
}
