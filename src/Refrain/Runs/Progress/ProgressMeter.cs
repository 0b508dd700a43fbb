namespace Refrain.Runs.Progress;

/// <summary>Measures the speed of work and tells a sink how far it is and how long it will take. Safe for several threads.</summary>
/// <remarks>
/// Speed is decayed work over decayed time, <c>W ← W·e^(−Δt/τ) + Δw, T ← T·e^(−Δt/τ) + Δt, speed = W/T</c>: exponential smoothing
/// that does not depend on how often progress is reported.
/// </remarks>
internal sealed class ProgressMeter
{
    // τ: long enough for a few batches, short enough to follow a stage that is slower than the one before.
    private static readonly TimeSpan Smoothing = TimeSpan.FromSeconds(30);

    // Longer than any run; also keeps a vanishing speed from overflowing a TimeSpan.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(99);

    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly Action<ProgressEvent> sink;
    private readonly OrderedDictionary<string, double> left = new(StringComparer.Ordinal); // work left per stage
    private readonly long started;
    private string stage = "";
    private long done,
        total,
        last;
    private double decayedWork,
        decayedSeconds;

    /// <param name="plan">The stages and their estimated work; a stage may be missing, and then adds its work when it begins.</param>
    /// <param name="sink">Called at every step, one call at a time, so it must be quick.</param>
    /// <param name="clock">The system's by default.</param>
    public ProgressMeter(IEnumerable<PlannedStage> plan, Action<ProgressEvent> sink, TimeProvider? clock = null)
    {
        this.sink = sink;
        this.clock = clock ?? TimeProvider.System;
        started = last = this.clock.GetTimestamp();
        foreach (var planned in plan)
        {
            left[planned.Stage] = Math.Max(0, planned.Work);
        }
    }

    /// <summary>Begins a stage; the one before is over, whatever was left of it.</summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="total">Its items.</param>
    /// <param name="work">Their work, which replaces the plan's estimate.</param>
    public void Begin(string stage, long total, double work) =>
        Step(() =>
        {
            left.Remove(this.stage);
            (this.stage, this.total, done) = (stage, total, 0);
            left[stage] = Math.Max(0, work);
        });

    /// <summary>Counts items that an earlier start finished: they are done, but say nothing of the speed.</summary>
    public void Resume(long items, double work) => Step(() => Take(items, work));

    /// <summary>Counts items that were finished since the last step.</summary>
    public void Advance(long items, double work) =>
        Step(() =>
        {
            Take(items, work);
            double seconds = clock.GetElapsedTime(last).TotalSeconds;
            double kept = Math.Exp(-seconds / Smoothing.TotalSeconds);
            decayedWork = (decayedWork * kept) + work;
            decayedSeconds = (decayedSeconds * kept) + seconds;
        });

    /// <summary>Ends the last stage: nothing is left.</summary>
    public void End() =>
        Step(() =>
        {
            left.Clear();
            done = total;
        });

    private void Take(long items, double work)
    {
        done += items;
        total = Math.Max(total, done); // It was an estimate, and too low.
        left[stage] = done >= total ? 0 : Math.Max(0, left.GetValueOrDefault(stage) - work);
    }

    private void Step(Action step)
    {
        lock (gate)
        {
            step();
            // Every step restarts the interval: time spent on looking up finished work is not time spent on work.
            last = clock.GetTimestamp();
            sink(new ProgressEvent(stage, done, total, clock.GetElapsedTime(started), Remaining()));
        }
    }

    private TimeSpan? Remaining()
    {
        double work = left.Values.Sum();
        if (work <= 0)
        {
            return done < total ? null : TimeSpan.Zero; // Null: items of unknown work are left.
        }

        if (decayedWork <= 0 || decayedSeconds <= 0)
        {
            return null;
        }

        double seconds = work * (decayedSeconds / decayedWork);
        return seconds < Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }
}
