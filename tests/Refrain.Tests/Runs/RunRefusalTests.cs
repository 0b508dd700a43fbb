using Microsoft.Data.Sqlite;
using Refrain.Runs;

namespace Refrain.Tests.Runs;

public sealed class RunRefusalTests : IDisposable
{
    private readonly TestRun run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public void Other_settings_are_refused_with_the_difference_of_each()
    {
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose();
        var other = TestRun.Manifest() with
        {
            Determines = new Dictionary<string, string> { ["settings.seed"] = "2", ["judge.version"] = "3" },
        };
        var error = Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, other));
        Assert.Equal(run.File("manifest.json"), error.Place);
        Assert.Contains(
            "the run was made with other settings: model.weights was ab12, is absent; "
                + "settings.seed was 1, is 2; judge.version was absent, is 3. Repeat the earlier settings",
            error.Message,
            StringComparison.Ordinal
        );
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose(); // The refusal left the run as it was.
    }

    [Fact]
    public void Resuming_what_is_not_there_is_refused_and_makes_no_folder()
    {
        var error = Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest(), resumeOnly: true));
        Assert.Contains("there is no run to resume here", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder));
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose();
        RunStore.Open(run.Folder, TestRun.Manifest(), resumeOnly: true).Dispose();
    }

    [Fact]
    public void A_folder_with_other_files_is_refused_and_nothing_is_written_there()
    {
        Directory.CreateDirectory(run.Folder);
        File.WriteAllText(run.File("thesis.tex"), "");
        var error = Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest()));
        Assert.Contains("has no manifest.json but other files (thesis.tex)", error.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(run.Folder));
        Assert.Throws<BadInputException>(() => RunStore.OpenForReading(run.Folder));
    }

    [Fact]
    public void A_file_in_the_folders_place_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(run.Folder)!);
        File.WriteAllText(run.Folder, "");
        Assert.Contains(
            "is a file",
            Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_clear_error()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        var error = Assert.Throws<BadInputException>(() => RunStore.Open("/proc/refrain/run", TestRun.Manifest()));
        Assert.Contains("cannot be used", error.Message, StringComparison.Ordinal);
        Assert.Contains("Give another folder with Run", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_what_is_not_there_is_refused_and_makes_no_folder()
    {
        Assert.Contains(
            "does not exist",
            Assert.Throws<BadInputException>(() => RunStore.OpenForReading(run.Folder)).Message,
            StringComparison.Ordinal
        );
        Assert.False(Directory.Exists(run.Folder));
    }

    [Theory]
    [InlineData("PRAGMA user_version = 3", "run.db: schema_version: is 3; expected 2. A newer refrain wrote this run")]
    [InlineData("PRAGMA user_version = 0", "run.db: schema_version: is 0; expected 2. Give another folder")]
    [InlineData("PRAGMA user_version = 1", "its schema_version is 1, that of manifest.json 2")]
    [InlineData("UPDATE run SET schema_version = 7", "run.db: schema_version: is 7; expected 2")]
    [InlineData("PRAGMA application_id = 5", "its application id is 5")]
    [InlineData("UPDATE run SET key = 'other'", "belongs to another run, other")]
    [InlineData("DELETE FROM run", "schema_version: is 0")]
    [InlineData("CREATE TRIGGER evil AFTER INSERT ON item BEGIN DELETE FROM item; END", "its tables are not those of a run")]
    [InlineData("DROP TABLE item", "its tables are not those of a run")]
    public void A_database_of_another_kind_is_refused(string sql, string message)
    {
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose();
        using (
            var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = run.File("run.db"), Pooling = false }.ConnectionString
            )
        )
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }

        Assert.Contains(
            message,
            Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest())).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            message,
            Assert.Throws<BadInputException>(() => RunStore.OpenForReading(run.Folder)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "\"schema_version\": 2",
        "\"schema_version\": 3",
        "schema_version: is 3; expected 2. A newer refrain wrote this run: update refrain"
    )]
    [InlineData("\"settings.seed\": \"1\"", "\"settings.seed\": \"2\"", "manifest.json: key: is")]
    [InlineData("\"settings.seed\": \"1\"", "\"settings.seed\": 1", "cannot be read")]
    [InlineData("\"settings.seed\": \"1\"", "\"settings.seed\": null", "settings.seed: is null")]
    [InlineData("\"settings.seed\": \"1\"", "\"model.weights\": \"1\"", "cannot be read")]
    [InlineData("\"key\"", "\"clef\"", "key: is missing")]
    [InlineData("\"schema_version\": 2", "\"schema_version\": 1e99", "cannot be read")]
    [InlineData("{", "[", "cannot be read")]
    public void A_manifest_that_was_changed_is_refused(string old, string changed, string message)
    {
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose();
        string path = run.File("manifest.json");
        string text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, changed, StringComparison.Ordinal));
        Assert.Contains(
            message,
            Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest())).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            message,
            Assert.Throws<BadInputException>(() => RunStore.OpenForReading(run.Folder)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_run_of_an_earlier_schema_is_read_and_never_continued()
    {
        using (var store = RunStore.Open(run.Folder, TestRun.Manifest()))
        {
            store.Put("responses", [("a", [1])]);
        }

        TestRun.AsOfSchema1(run.Folder);
        using (var reader = RunStore.OpenForReading(run.Folder))
        {
            Assert.Equal((1, 1), (reader.Manifest.SchemaVersion, reader.All("responses").Count));
        }

        var error = Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest()));
        Assert.Equal(run.File("manifest.json") + ": schema_version", error.Place);
        Assert.Contains(
            "is 1: an earlier refrain made this run, whose unfinished work cannot be continued; expected 2. Give another folder with Run",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_huge_manifest_is_refused_before_it_is_read()
    {
        Directory.CreateDirectory(run.Folder);
        using (var file = File.Create(run.File("manifest.json")))
        {
            file.SetLength(1L << 40); // A hole: it takes no space.
        }

        Assert.Contains(
            "has 1099511627776 bytes",
            Assert.Throws<BadInputException>(() => RunStore.Open(run.Folder, TestRun.Manifest())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_manifest_that_could_not_be_read_again_is_never_written()
    {
        var surrogate = TestRun.Manifest("\ud800");
        Assert.ThrowsAny<ArgumentException>(() => RunStore.Open(run.Folder, surrogate));
        Assert.ThrowsAny<ArgumentException>(() => RunStore.Open(run.Folder, TestRun.Manifest(new string('x', 1 << 21))));
        RunStore.Open(run.Folder, TestRun.Manifest()).Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_run_on_a_read_only_disk_can_be_read_and_not_written(bool killed)
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("permissions do not bind this user");
            return;
        }

        string copy = run.Folder + " copy";
        Directory.CreateDirectory(copy);
        using (var store = RunStore.Open(run.Folder, TestRun.Manifest()))
        {
            store.Put("work", [("a", [1])]);
            if (!killed)
            {
                store.Dispose();
            }

            // As long as the store is open, its files are those of a process that was killed.
            foreach (string path in Directory.GetFiles(run.Folder).Where(path => !path.EndsWith("lock", StringComparison.Ordinal)))
            {
                File.Copy(path, Path.Combine(copy, Path.GetFileName(path)));
                File.SetUnixFileMode(Path.Combine(copy, Path.GetFileName(path)), UnixFileMode.UserRead);
            }
        }

        Assert.Equal(killed, File.Exists(Path.Combine(copy, "run.db-wal")));
        File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            using var reader = RunStore.OpenForReading(copy);
            Assert.Single(reader.All("work"));
            Assert.Contains(
                "cannot be used",
                Assert.Throws<BadInputException>(() => RunStore.Open(copy, TestRun.Manifest())).Message,
                StringComparison.Ordinal
            );
            Assert.Contains(
                "cannot be used",
                Assert.Throws<BadInputException>(() => reader.WriteFile("report.md", _ => { })).Message,
                StringComparison.Ordinal
            );
        }
        finally
        {
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
