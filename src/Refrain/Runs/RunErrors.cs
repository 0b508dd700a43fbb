using Microsoft.Data.Sqlite;

namespace Refrain.Runs;

/// <summary>What can go wrong with a run folder, in words that say what to do.</summary>
internal static class RunErrors
{
    // SQLite's primary result codes, https://sqlite.org/rescode.html.
    private const int Busy = 5,
        ReadOnly = 8,
        InputOutput = 10,
        Corrupt = 11,
        Full = 13,
        CannotOpen = 14,
        NotADatabase = 26;

    public static bool CannotUse(SqliteException error) => error.SqliteErrorCode is ReadOnly or CannotOpen;

    /// <summary>The error to throw in place of one by SQLite.</summary>
    public static Exception From(string file, SqliteException error) =>
        error.SqliteErrorCode switch
        {
            Corrupt or NotADatabase => Damaged(file, error.Message, error),
            Full => DiskErrors.Full(file, error),
            ReadOnly or CannotOpen => DiskErrors.CannotUse(file, error),
            InputOutput => DiskErrors.Failed(file, error.Message, error),
            Busy => new IOException(
                $"{file}: another program keeps the database locked. Close it and repeat the command; what is finished is kept.",
                error
            ),
            _ => new IOException($"{file}: {error.Message}", error),
        };

    public static BadInputException Damaged(string file, string how, Exception? inner = null) =>
        new(
            file,
            $"is damaged ({BadInputException.Show(how)})",
            "a database as refrain wrote it",
            "Restore it from a copy, or delete the run's folder and start again.",
            inner
        );

    /// <summary>Refuses to continue a run whose items have another layout.</summary>
    public static void RequireCurrentSchema(string manifest, int version)
    {
        if (version != RunManifest.CurrentSchemaVersion)
        {
            throw new BadInputException(
                $"{manifest}: schema_version",
                $"is {version}: an earlier refrain made this run, whose unfinished work cannot be continued",
                $"{RunManifest.CurrentSchemaVersion}",
                $"Give another folder with {KnownSettings.Run}, or delete this one. "
                    + $"A finished one can still be read, shown and compared."
            );
        }
    }

    /// <summary>Refuses a run that cannot be read.</summary>
    public static void RequireSchemaVersion(string place, long version)
    {
        if (version is >= RunManifest.OldestReadVersion and <= RunManifest.CurrentSchemaVersion)
        {
            return;
        }

        SettingText newer = $"A newer refrain wrote this run: update refrain, or give another folder with {KnownSettings.Run}.",
            older = $"Give another folder with {KnownSettings.Run}, or delete this one.";
        throw new BadInputException(
            place,
            $"is {version}",
            $"{RunManifest.CurrentSchemaVersion}",
            version > RunManifest.CurrentSchemaVersion ? newer : older
        );
    }
}
