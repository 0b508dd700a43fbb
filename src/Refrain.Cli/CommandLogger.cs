using Microsoft.Extensions.Logging;

namespace Refrain.Cli;

/// <summary>Where the library's events go: what an audit takes where its preflight is shown, everything else as a message.</summary>
/// <param name="details">Shows what an audit takes, or null.</param>
internal sealed class CommandLogger(Action<string>? details) : ILogger
{
    /// <summary>Shows every event as a message.</summary>
    public static CommandLogger OfNotes { get; } = new(details: null);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => (eventId.Id == Notes.DetailId ? details : Messages.Write)?.Invoke(formatter(state, exception));

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
