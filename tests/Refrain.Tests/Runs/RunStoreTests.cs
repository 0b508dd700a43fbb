using System.Text;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    private readonly TestRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Items_are_there_after_closing_and_opening_again()
    {
        using (var store = RunStore.Open(run.Folder, TestRun.Manifest()))
        {
            store.Put("responses", [("b", TestRun.Bytes("two")), ("a", TestRun.Bytes("one"))]);
            store.Put("judgements", [("a", [])]);
        }

        using var again = RunStore.Open(run.Folder, TestRun.Manifest());
        Assert.Equal("two", Encoding.UTF8.GetString(again.Find("responses", "b")!.Value.Payload));
        Assert.Equal(["a", "b"], again.All("responses").Select(item => item.Key));
        Assert.Empty(again.Find("judgements", "a")!.Value.Payload);
        Assert.Null(again.Find("responses", "c"));
        Assert.Equal((2, 1, 0), (again.All("responses").Count, again.All("judgements").Count, again.All("none").Count));
    }

    [Fact]
    public void The_log_is_moved_into_the_database_on_closing_so_that_the_folder_can_be_copied()
    {
        using (var store = RunStore.Open(run.Folder, TestRun.Manifest()))
        {
            store.Put("responses", [("a", TestRun.Bytes("one"))]);
        }

        Assert.Equal(
            ["manifest.json", "run.db", "run.lock"],
            Directory.GetFiles(run.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Putting_the_same_again_does_nothing()
    {
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        store.Put("responses", [("a", TestRun.Bytes("one"))]);
        store.Put("responses", [("a", TestRun.Bytes("one")), ("b", TestRun.Bytes("two"))]);
        Assert.Equal(2, store.All("responses").Count);
    }

    [Fact]
    public void Another_result_for_a_finished_item_is_an_error_and_nothing_of_its_batch_is_kept()
    {
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        store.Put("responses", [("a", TestRun.Bytes("one"))]);
        var error = Assert.Throws<InvalidOperationException>(() =>
            store.Put("responses", [("b", TestRun.Bytes("two")), ("a", TestRun.Bytes("once"))])
        );
        Assert.Contains(
            "item a of stage responses was computed again with another result, which differs from byte 2 on (3 bytes before, 4 now)",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal("a", Assert.Single(store.All("responses")).Key);
        store.Put("responses", [("b", TestRun.Bytes("two"))]); // The store goes on working.
    }

    [Fact]
    public void Several_threads_may_put_and_read_at_once()
    {
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        Parallel.For(0, 40, i =>
        {
            store.Put("work", [($"{i:D2}", RunChild.Payload(i))]);
            Assert.Equal(RunChild.Payload(i), store.Find("work", $"{i:D2}")!.Value.Payload);
        });
        Assert.Equal(40, store.All("work").Count);
    }

    [Fact]
    public void A_reader_sees_what_is_finished_while_another_writes()
    {
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        using var reader = RunStore.OpenForReading(run.Folder);
        Assert.Empty(reader.All("responses"));
        store.Put("responses", [("a", TestRun.Bytes("one"))]);
        Assert.Single(reader.All("responses"));
        Assert.Equal(store.Manifest.Key, reader.Manifest.Key);
        Assert.Throws<InvalidOperationException>(() => reader.Put("responses", [("b", [])]));
    }

    [Fact]
    public void The_first_manifest_is_kept_and_every_version_is_remembered()
    {
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose();
        var later = TestRun.Manifest() with
        {
            RefrainVersion = "0.2.0",
            Information = new Dictionary<string, string> { ["machine"] = "other" },
        };
        using var store = RunStore.Open(run.Folder, later);
        Assert.Equal("Größe ✓", store.Manifest.Information["machine"]);
        Assert.Equal(2, store.Starts);
        Assert.Equal(["0.1.0", "0.2.0"], run.Column("SELECT refrain_version FROM opening ORDER BY sequence"));
    }

    [Fact]
    public void A_file_that_fails_half_way_leaves_the_old_one_and_no_rubbish()
    {
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        store.WriteFile("report.json", stream => stream.Write("old"u8));
        Assert.Throws<InvalidOperationException>(() => store.WriteFile("report.json", stream =>
            {
                stream.Write("ne"u8);
                throw new InvalidOperationException("half-way");
            }));
        Assert.Equal("old", File.ReadAllText(run.File("report.json")));
        store.WriteFile("report.json", stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(run.File("report.json")));
        Assert.DoesNotContain(Directory.GetFiles(run.Folder), path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../report.json")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData("/tmp/report.json")]
    [InlineData("run.db")]
    [InlineData("run.db-wal")]
    [InlineData("manifest.json")]
    public void Only_plain_names_that_are_not_the_runs_own_can_be_written(string name)
    {
        using var store = RunStore.Open(run.Folder, TestRun.Manifest());
        Assert.Throws<ArgumentException>(() => store.WriteFile(name, _ => { }));
    }
}
