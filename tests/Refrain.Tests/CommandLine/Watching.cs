using Microsoft.Extensions.Logging;
using Refrain.Runs.Progress;

namespace Refrain.Tests.CommandLine;

/// <summary>Sees each report of progress at once, on the thread that works.</summary>
internal sealed class Watching(Action<ProgressEvent> report) : IProgress<ProgressEvent>
{
    public void Report(ProgressEvent value) => report(value);
}

/// <summary>Keeps the lines that say what an audit takes, and those of everything else.</summary>
internal sealed class Listening : ILogger
{
    public List<string> Details { get; } = [];

    public List<string> Notes { get; } = [];

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => (eventId.Id == Refrain.Ground.Notes.DetailId ? Details : Notes).Add(formatter(state, exception));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;
}
