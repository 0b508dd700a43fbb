using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Refrain.Runs;

/// <summary>Creates, checks and opens <c>run.db</c>, a SQLite database.</summary>
internal static class RunDatabase
{
    public const string Name = "run.db";

    /// <summary>The name while it is being created, so that <see cref="Name"/> never names an unfinished one.</summary>
    public const string NewName = "run.db.new";

    private const int ApplicationId = 0x52465231; // "RFR1"

    private static readonly string[] Tables =
    [
        "CREATE TABLE item (sequence INTEGER PRIMARY KEY, stage TEXT NOT NULL, key TEXT NOT NULL, payload BLOB NOT NULL, "
            + "digest BLOB NOT NULL, UNIQUE (stage, key)) STRICT",
        "CREATE TABLE opening (sequence INTEGER PRIMARY KEY, opened_at TEXT NOT NULL, refrain_version TEXT NOT NULL, "
            + "process INTEGER NOT NULL, host TEXT NOT NULL) STRICT",
        "CREATE TABLE run (schema_version INTEGER NOT NULL, key TEXT NOT NULL) STRICT",
    ];

    /// <summary>Creates the database unless it is there; the caller holds the run's lock.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="key">The manifest's key, which ties the database to its manifest.</param>
    /// <param name="reached">Tests end the process at the named steps.</param>
    public static void CreateUnlessThere(string folder, string key, Action<string>? reached)
    {
        string path = Path.Combine(folder, Name),
            unfinished = Path.Combine(folder, NewName);
        foreach (string leftover in (string[])["", "-wal", "-shm", "-journal"])
        {
            File.Delete(unfinished + leftover);
        }

        if (File.Exists(path))
        {
            return;
        }

        if (File.Exists(path + "-wal"))
        {
            // A new database beside the log of a lost one would be filled from that log.
            throw RunErrors.Damaged(path, "it is missing, though run.db-wal is there");
        }

        using (
            var connection = Connect(new SqliteConnectionStringBuilder { DataSource = unfinished, Mode = SqliteOpenMode.ReadWriteCreate })
        )
        {
            Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
            reached?.Invoke("database begun");
            using var transaction = connection.BeginTransaction();
            Execute(connection, string.Join(';', Tables));
            Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {RunManifest.CurrentSchemaVersion}");
            Execute(connection, $"INSERT INTO run VALUES ({RunManifest.CurrentSchemaVersion}, '{key}')");
            transaction.Commit();
            reached?.Invoke("tables committed");
        }

        // Closing moved the log into the database, on the disk, and deleted it: one file to rename.
        reached?.Invoke("database closed");
        File.Move(unfinished, path);
        AtomicFile.FlushFolder(folder);
    }

    /// <summary>Opens the database for the one writer: every transaction is on the disk when its commit returns.</summary>
    public static SqliteConnection OpenForWriting(string folder, RunManifest manifest)
    {
        string path = Path.Combine(folder, Name);
        var connection = Connect(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite });
        return Checked(connection, path, manifest, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    }

    /// <summary>Opens the database for reading, while another process writes or none; on a read-only disk too.</summary>
    public static SqliteConnection OpenForReading(string folder, RunManifest manifest)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            throw new BadInputException(
                path,
                "is missing: the run was interrupted as it began",
                "a database",
                "Repeat the command that began the run."
            );
        }

        SqliteConnection? connection = null;
        try
        {
            connection = Connect(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly });
            Scalar(connection, "PRAGMA user_version");
        }
        catch (SqliteException error) when (RunErrors.CannotUse(error) && !File.Exists(path + "-wal"))
        {
            // Readers share run.db-shm, which cannot be made here; without a log nothing needs it, as long as nobody writes.
            connection?.Dispose();
            connection = Connect(new SqliteConnectionStringBuilder { DataSource = ImmutableUri(path), Mode = SqliteOpenMode.ReadOnly });
        }

        return Checked(connection, path, manifest, "PRAGMA query_only = ON");
    }

    // System.Uri leaves a % of the path as it is, so each part is escaped here.
    private static string ImmutableUri(string path)
    {
        string[] parts = path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        return $"file:///{string.Join('/', parts.Select(Uri.EscapeDataString))}?immutable=1";
    }

    private static SqliteConnection Connect(SqliteConnectionStringBuilder settings)
    {
        settings.Pooling = false; // Closing must close: it moves the log into the database.
        settings.DefaultTimeout = 10;
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            // The file may be hostile: nothing in its schema is trusted to have effects.
            Execute(connection, "PRAGMA busy_timeout = 10000; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Checked(SqliteConnection connection, string path, RunManifest manifest, string pragmas)
    {
        try
        {
            Check(connection, path, manifest);
            Execute(connection, pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Check(SqliteConnection connection, string path, RunManifest manifest)
    {
        if (Scalar(connection, "PRAGMA application_id") is var id and not (long)ApplicationId)
        {
            throw RunErrors.Damaged(path, string.Create(CultureInfo.InvariantCulture, $"its application id is {id}, not {ApplicationId}"));
        }

        RequireVersion(path, Scalar(connection, "PRAGMA user_version"), manifest);
        if (
            Scalar(connection, "SELECT group_concat(sql, ';' ORDER BY name) FROM sqlite_schema WHERE sql IS NOT NULL") as string
                is var tables
            && tables != string.Join(';', Tables)
        )
        {
            throw RunErrors.Damaged(path, "its tables are not those of a run");
        }

        RequireVersion(path, Scalar(connection, "SELECT schema_version FROM run"), manifest);
        if (Scalar(connection, "SELECT key FROM run") is var key && key as string != manifest.Key)
        {
            throw new BadInputException(
                path,
                $"belongs to another run, {BadInputException.Show(key)}",
                $"{manifest.Key}, as manifest.json says",
                $"Put the two files of one run together, or give another folder with {KnownSettings.Run}."
            );
        }

        if (Scalar(connection, "PRAGMA quick_check(1)") is var found and not "ok")
        {
            throw RunErrors.Damaged(path, found as string ?? "no result of its check");
        }
    }

    private static void RequireVersion(string path, object? version, RunManifest manifest)
    {
        RunErrors.RequireSchemaVersion($"{path}: schema_version", version as long? ?? 0);
        if (version as long? != manifest.SchemaVersion)
        {
            throw RunErrors.Damaged(path, $"its schema_version is {version}, that of manifest.json {manifest.SchemaVersion}");
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
