using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Refrain.Runs;

/// <summary>The items in <c>run.db</c>: stage and key to payload. One thread at a time; <see cref="RunStore"/> sees to that.</summary>
internal sealed class RunItems : IDisposable
{
    private const int DigestBytes = 8;

    private readonly SqliteConnection connection;
    private readonly string file;
    private readonly long opening; // This process's row in the table opening; 0 for a reader.
    private readonly SqliteCommand insert,
        select,
        latestOpening;

    private RunItems(SqliteConnection connection, string file, long opening)
    {
        (this.connection, this.file, this.opening) = (connection, file, opening);
        insert = Command(
            "INSERT OR IGNORE INTO item (stage, key, payload, digest) VALUES ($stage, $key, $payload, $digest)",
            "$stage",
            "$key",
            "$payload",
            "$digest"
        );
        select = Command("SELECT payload, digest FROM item WHERE stage = $stage AND key = $key", "$stage", "$key");
        latestOpening = Command("SELECT max(sequence) FROM opening");
    }

    /// <summary>Items for the process that holds the run's lock; its opening is recorded.</summary>
    public static RunItems ForWriting(SqliteConnection connection, string file, string refrainVersion)
    {
        using var record = connection.CreateCommand();
        record.CommandText =
            "INSERT INTO opening (opened_at, refrain_version, process, host) VALUES ($at, $version, $process, $host) RETURNING sequence";
        record.Parameters.AddWithValue("$at", DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture));
        record.Parameters.AddWithValue("$version", refrainVersion);
        record.Parameters.AddWithValue("$process", Environment.ProcessId);
        record.Parameters.AddWithValue("$host", Environment.MachineName);
        return new RunItems(connection, file, (long)record.ExecuteScalar()!);
    }

    public static RunItems ForReading(SqliteConnection connection, string file) => new(connection, file, 0);

    public byte[]? Get(string stage, string key)
    {
        Set(select, stage, key);
        using var row = select.ExecuteReader();
        return row.Read() ? Payload(row, 0, stage, key) : null;
    }

    public void Put(IReadOnlyList<(string Stage, string Key, byte[] Payload)> items)
    {
        if (opening == 0)
        {
            throw new InvalidOperationException("This run was opened for reading only.");
        }

        using var transaction = connection.BeginTransaction(deferred: false);
        (insert.Transaction, select.Transaction, latestOpening.Transaction) = (transaction, transaction, transaction);
        try
        {
            RequireLatest();
            foreach (var (stage, key, payload) in items)
            {
                Set(insert, stage, key, payload, Digest(payload));
                if (insert.ExecuteNonQuery() == 0)
                {
                    RequireSame(stage, key, payload);
                }
            }

            transaction.Commit();
        }
        finally
        {
            (insert.Transaction, select.Transaction, latestOpening.Transaction) = (null, null, null);
        }
    }

    public List<(string Key, byte[] Payload)> All(string stage)
    {
        using var command = Command("SELECT key, payload, digest FROM item WHERE stage = $stage ORDER BY key", "$stage");
        Set(command, stage);
        using var row = command.ExecuteReader();
        var items = new List<(string, byte[])>();
        while (row.Read())
        {
            string key = row.GetString(0);
            items.Add((key, Payload(row, 1, stage, key)));
        }

        return items;
    }

    /// <summary>How many processes began to work on the run.</summary>
    public int Starts()
    {
        using var command = Command("SELECT count(*) FROM opening");
        return (int)(long)command.ExecuteScalar()!;
    }

    public void LimitPages(int pages)
    {
        using var command = Command(string.Create(CultureInfo.InvariantCulture, $"PRAGMA max_page_count = {pages}"));
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        insert.Dispose();
        select.Dispose();
        latestOpening.Dispose();
        connection.Dispose();
    }

    // The lock on run.lock keeps others out; where locks do not work (network disks, file locking switched off), this fences
    // the earlier process off before it can add anything.
    private void RequireLatest()
    {
        if (latestOpening.ExecuteScalar() as long? != opening)
        {
            throw new IOException(
                $"{file}: another refrain process has taken this run over. Let only one work on it; what is finished is kept."
            );
        }
    }

    private void RequireSame(string stage, string key, byte[] payload)
    {
        byte[] stored = Get(stage, key)!;
        int difference = stored.AsSpan().CommonPrefixLength(payload);
        if (difference < stored.Length || difference < payload.Length)
        {
            throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: item {key} of stage {stage} was computed again with another result, which differs from byte {difference} on "
                        + $"({stored.Length} bytes before, {payload.Length} now): its key leaves out something that determines it, "
                        + $"or the computation is not deterministic."
                )
            );
        }
    }

    private byte[] Payload(SqliteDataReader row, int column, string stage, string key)
    {
        byte[] payload = row.GetFieldValue<byte[]>(column);
        return Digest(payload).AsSpan().SequenceEqual(row.GetFieldValue<byte[]>(column + 1))
            ? payload
            : throw RunErrors.Damaged(file, $"item {key} of stage {stage} does not match its digest");
    }

    // SQLite checks its structure, not the content of large values.
    private static byte[] Digest(byte[] payload) => SHA256.HashData(payload)[..DigestBytes];

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (string name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
