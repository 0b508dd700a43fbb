using System.Diagnostics;
using Refrain.Inference;

namespace Refrain.Responses;

/// <summary>
/// Commits answers some at a time: a killed run loses those of the last seconds at most, and the disk is not waited for at each of them.
/// </summary>
internal sealed class ResponseCommits(IJournal journal, string stage)
{
    private const int Most = 64;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly List<(string Key, byte[] Payload)> items = [];
    private long cost;
    private long since = Stopwatch.GetTimestamp();

    public void Add(string key, byte[] payload, long itemCost)
    {
        items.Add((key, payload));
        cost += itemCost;
        if (items.Count >= Most || Stopwatch.GetElapsedTime(since) > Longest)
        {
            Flush();
        }
    }

    public void Flush()
    {
        if (items.Count > 0)
        {
            journal.Keep(stage, items, cost);
        }

        items.Clear();
        cost = 0;
        since = Stopwatch.GetTimestamp();
    }
}
