using System.Reflection;
using Microsoft.Data.Sqlite;

namespace Refrain.Cli;

/// <summary>An exception as one line for the user and an exit code.</summary>
internal static class Failure
{
    public const string Interrupted = "interrupted; run the same command to continue";

    // errno of Linux and macOS, which .NET gives as an IOException's HResult.
    private const int BrokenPipe = 32;

    // SQLite's primary result codes.
    private const int SqliteFull = 13,
        SqliteReadOnly = 8;

    /// <summary>Writes the message and returns the exit code.</summary>
    public static int Explain(Exception exception, bool interrupted, bool verbose, TextWriter error)
    {
        var cause = Unwrap(exception);
        if (cause is IOException { HResult: BrokenPipe })
        {
            // Whoever read our output has what it wanted: `refrain … | head`.
            return ExitCode.Done;
        }

        if (cause is OperationCanceledException && interrupted)
        {
            error.WriteLine(Interrupted);
            return ExitCode.Interrupted;
        }

        var (code, message) = Describe(cause);
        error.WriteLine($"error: {OneLine(message)}");
        if (verbose)
        {
            error.WriteLine(exception);
        }

        return code;
    }

    private static (int Code, string Message) Describe(Exception cause) =>
        cause switch
        {
            BadInputException bad => (ExitCode.BadInput, OptionNames.In(bad.Text)),
            SqliteException { SqliteErrorCode: SqliteFull } or IOException when cause is not IOException io || DiskSpace.IsFull(io) => (
                ExitCode.Failed,
                $"the disk is full: {cause.Message.TrimEnd('.')}. Free some space and run the same command to continue."
            ),
            UnauthorizedAccessException or SqliteException { SqliteErrorCode: SqliteReadOnly } => (
                ExitCode.Failed,
                $"no permission: {cause.Message}"
            ),
            FileNotFoundException { FileName: { } name } when !IsAssembly(name) => (ExitCode.BadInput, cause.Message),
            DirectoryNotFoundException => (ExitCode.BadInput, cause.Message),
            DiskException disk => (ExitCode.Failed, OptionNames.In(disk.Text)),
            IOException => (ExitCode.Failed, cause.Message),
            OutOfMemoryException => (ExitCode.Failed, "not enough memory. Use a smaller model, or close other programs."),
            _ => (
                ExitCode.Failed,
                $"{cause.GetType().Name}: {cause.Message} This is a fault in refrain: "
                    + $"please report it in its issue tracker, with the command and what it prints with --verbose."
            ),
        };

    private static bool IsAssembly(string name) => name.Contains("Version=", StringComparison.Ordinal);

    private static Exception Unwrap(Exception exception) =>
        exception switch
        {
            AggregateException { InnerExceptions: [var only] } => Unwrap(only),
            TypeInitializationException { InnerException: { } inner } => Unwrap(inner),
            TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
            _ => exception,
        };

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
