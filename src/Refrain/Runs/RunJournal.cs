using System.Diagnostics.CodeAnalysis;
using Refrain.Inference;
using Refrain.Runs.Progress;

namespace Refrain.Runs;

/// <summary>Lets stages keep finished work in a run store, counts their seconds over all starts, and reports progress.</summary>
internal sealed class RunJournal(RunStore store, ProgressMeter meter, int layers, StageClock clock, CancellationToken cancel) : IJournal
{
    private readonly OrderedDictionary<string, long> costs = new(StringComparer.Ordinal);

    /// <summary>
    /// Seconds per stage, over all starts of the run, in the order of the stages; rounded to milliseconds. What a killed start did after
    /// its last commit is not in it.
    /// </summary>
    public IReadOnlyDictionary<string, double> Seconds
    {
        get
        {
            var seconds = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (var item in store.All(TimesItem.Stage))
            {
                string stage = item.Key.Split('/')[0];
                seconds[stage] = seconds.GetValueOrDefault(stage) + TimesItem.Decode(item).Seconds;
            }

            return costs
                .Keys.Union(seconds.Keys)
                .Where(seconds.ContainsKey)
                .ToDictionary(stage => stage, stage => Math.Round(seconds[stage], 3));
        }
    }

    /// <summary>
    /// Tokens per stage that went through the whole model, those through a part of its layers counted in part; remembered work too.
    /// </summary>
    public IReadOnlyDictionary<string, long> Tokens => costs.ToDictionary(pair => pair.Key, pair => pair.Value / layers);

    /// <summary>Begins a stage of an expected cost, in tokens times layers; shown as tokens.</summary>
    public void Begin(string stage, long cost)
    {
        Next(stage);
        meter.Begin(stage, cost / layers, cost);
    }

    /// <summary>Begins a stage that is too quick for progress, and that needs no model.</summary>
    public void Begin(string stage) => Next(stage);

    /// <summary>Keeps the seconds of the stage before.</summary>
    private void Next(string stage)
    {
        costs.TryAdd(clock.Stage, 0);
        store.Put(TimesItem.Stage, [($"{clock.Stage}/rest of start {store.Starts}", Lap())]);
        clock.Begin(stage);
        costs.TryAdd(stage, 0);
    }

    /// <summary>Gives back finished work, or does it and commits it at once.</summary>
    public StoredItem Remember(string stage, string key, long cost, Func<byte[]> compute)
    {
        cancel.ThrowIfCancellationRequested();
        using var span = Spans.Start("batch");
        span?.SetTag("stage", clock.Stage).SetTag("key", key).SetTag("tokens", cost / layers);
        if (TryRecall(stage, key, cost, out byte[]? kept))
        {
            span?.SetTag("remembered", true);
            return store.Item(stage, key, kept);
        }

        byte[] computed = compute();
        Keep(stage, [(key, computed)], cost);
        return store.Item(stage, key, computed);
    }

    /// <inheritdoc/>
    public bool TryRecall(string stage, string key, long cost, [NotNullWhen(true)] out byte[]? payload)
    {
        // The stage at work: a selection also reads prompts, whose items are of the stage extraction.
        costs[clock.Stage] = costs.GetValueOrDefault(clock.Stage) + cost;
        payload = store.Find(stage, key)?.Payload;
        if (payload is not null)
        {
            meter.Resume(cost / layers, cost);
        }

        return payload is not null;
    }

    /// <inheritdoc/>
    public void Keep(string stage, IReadOnlyList<(string Key, byte[] Payload)> items, long cost)
    {
        using (Spans.Start("commit"))
        {
            Spans.Tag("bytes", items.Sum(item => (long)item.Payload.Length));
            store.Put([
                .. items.Select(item => (stage, item.Key, item.Payload)),
                (TimesItem.Stage, $"{clock.Stage}/{stage}/{items[0].Key}", Lap()),
            ]);
        }

        meter.Advance(cost / layers, cost);
    }

    private byte[] Lap() => new TimesItem(clock.Lap()).Encode();
}
