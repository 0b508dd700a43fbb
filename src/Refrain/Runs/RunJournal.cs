using System.Diagnostics;
using System.Globalization;
using System.Text;
using Refrain.Inference;
using Refrain.Runs.Progress;

namespace Refrain.Runs;

/// <summary>Lets stages keep finished work in a run store, counts their seconds over all starts, and reports progress.</summary>
internal sealed class RunJournal(RunStore store, ProgressMeter meter, int layers, CancellationToken cancel)
{
    private const string Times = "times";

    /// <summary>Seconds of computing per stage, over all starts of the run; rounded to milliseconds.</summary>
    public IReadOnlyDictionary<string, double> Seconds
    {
        get
        {
            var seconds = new SortedDictionary<string, double>(StringComparer.Ordinal);
            foreach ((string key, byte[] payload) in store.All(Times))
            {
                string stage = key[..key.IndexOf('/', StringComparison.Ordinal)];
                seconds[stage] = seconds.GetValueOrDefault(stage) + double.Parse(Encoding.ASCII.GetString(payload), CultureInfo.InvariantCulture);
            }

            return seconds.ToDictionary(pair => pair.Key, pair => Math.Round(pair.Value, 3));
        }
    }

    /// <summary>Begins a stage of an expected cost, in tokens times layers; shown as tokens.</summary>
    public void Begin(string stage, long cost) => meter.Begin(stage, cost / layers, cost);

    /// <summary>Gives back finished work, or does it and commits it at once.</summary>
    public byte[] Remember(string stage, string key, long cost, Func<byte[]> compute)
    {
        cancel.ThrowIfCancellationRequested();
        if (store.TryGet(stage, key, out var kept))
        {
            meter.Resume(cost / layers, cost);
            return kept.ToArray();
        }

        long started = Stopwatch.GetTimestamp();
        byte[] computed = compute();
        store.Put(stage, [(key, computed)]);
        string seconds = Stopwatch.GetElapsedTime(started).TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
        store.Put(Times, [($"{stage}/{key}", Encoding.ASCII.GetBytes(seconds))]);
        meter.Advance(cost / layers, cost);
        return computed;
    }
}
