using System.Diagnostics;

namespace Refrain.Runs;

/// <summary>Which stage of a run is at work, as a span, and for how long: every second since the start belongs to one stage.</summary>
internal sealed class StageClock : IDisposable
{
    private Activity? span;
    private long since = Stopwatch.GetTimestamp();

    /// <param name="stage">The first stage.</param>
    public StageClock(string stage) => Begin(stage);

    /// <summary>The stage at work.</summary>
    public string Stage { get; private set; } = "";

    /// <summary>
    /// Ends the stage at work and begins another. The seconds since the last <see cref="Lap"/> are the new one's unless they were taken
    /// before.
    /// </summary>
    public void Begin(string stage)
    {
        span?.Dispose();
        Stage = stage;
        span = Spans.Start(stage);
        span?.SetTag("stage", stage);
    }

    /// <summary>Seconds since the last lap, or since the start.</summary>
    public double Lap()
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(since, now).TotalSeconds;
        since = now;
        return seconds;
    }

    public void Dispose() => span?.Dispose();
}
