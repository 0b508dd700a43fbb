using Refrain.Runs.Progress;

namespace Refrain.Cli.Progress;

/// <summary>Progress in a log: the first update at once, then at most a line every ten seconds, and the last.</summary>
internal sealed class ProgressLines(TextWriter writer, TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private ProgressEvent? pending;
    private long? written;

    public void Report(ProgressEvent update)
    {
        lock (gate)
        {
            pending = update;
            if (written is not { } last || clock.GetElapsedTime(last) >= Interval)
            {
                Write(update);
            }
        }
    }

    /// <summary>Writes what was held back, so that a log ends with the last state.</summary>
    public void End()
    {
        lock (gate)
        {
            if (pending is not null)
            {
                Write(pending);
            }
        }
    }

    private void Write(ProgressEvent update)
    {
        pending = null;
        written = clock.GetTimestamp();
        writer.WriteLine(ProgressText.Line(update));
    }
}
