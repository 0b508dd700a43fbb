using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Refrain.Inference;
using Refrain.Runs.Progress;

namespace Refrain.Runs;

/// <summary>Lets stages keep finished work in a run store, counts their seconds over all starts, and reports progress.</summary>
internal sealed class RunJournal(RunStore store, ProgressMeter meter, int layers, CancellationToken cancel) : IJournal
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
        if (TryRecall(stage, key, cost, out byte[]? kept))
        {
            return kept;
        }

        long started = Stopwatch.GetTimestamp();
        byte[] computed = compute();
        Keep(stage, [(key, computed)], cost, Stopwatch.GetElapsedTime(started).TotalSeconds);
        return computed;
    }

    /// <inheritdoc/>
    public bool TryRecall(string stage, string key, long cost, [NotNullWhen(true)] out byte[]? payload)
    {
        payload = store.TryGet(stage, key, out var kept) ? kept.ToArray() : null;
        if (payload is not null)
        {
            meter.Resume(cost / layers, cost);
        }

        return payload is not null;
    }

    /// <inheritdoc/>
    public void Keep(string stage, IReadOnlyList<(string Key, byte[] Payload)> items, long cost, double seconds)
    {
        store.Put(stage, items);
        store.Put(Times, [($"{stage}/{items[0].Key}", Encoding.ASCII.GetBytes(seconds.ToString("F3", CultureInfo.InvariantCulture)))]);
        meter.Advance(cost / layers, cost);
    }
}
