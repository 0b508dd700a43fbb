using System.Diagnostics.CodeAnalysis;
using Refrain.Inference;
using Refrain.Runs.Progress;

namespace Refrain.Audits;

/// <summary>Keeps nothing, and reports progress: for work that is over in a minute.</summary>
internal sealed class SampleJournal(ProgressMeter meter, int layers, CancellationToken cancel) : IJournal
{
    /// <summary>Does the work.</summary>
    public StoredItem Remember(string stage, string key, long cost, Func<byte[]> compute)
    {
        cancel.ThrowIfCancellationRequested();
        byte[] computed = compute();
        meter.Advance(cost / layers, cost);
        return new StoredItem(stage, key, computed);
    }

    /// <inheritdoc/>
    public bool TryRecall(string stage, string key, long cost, [NotNullWhen(true)] out byte[]? payload)
    {
        payload = null;
        return false;
    }

    /// <inheritdoc/>
    public void Keep(string stage, IReadOnlyList<(string Key, byte[] Payload)> items, long cost) => meter.Advance(cost / layers, cost);
}
