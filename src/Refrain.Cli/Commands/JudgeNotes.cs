using System.Diagnostics;
using Refrain.Judging;
using Refrain.Judging.Remote;

namespace Refrain.Cli.Commands;

/// <summary>What a user is told while a model judges, and after.</summary>
internal static class JudgeNotes
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    /// <summary>A line every ten seconds at most.</summary>
    public static Action<int>? Progress(RemoteJudge judge, int total, bool quiet)
    {
        if (quiet)
        {
            return null;
        }

        long last = Stopwatch.GetTimestamp();
        return count =>
        {
            long before = Interlocked.Read(ref last),
                now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(before, now) >= Pause && Interlocked.CompareExchange(ref last, now, before) == before)
            {
                Messages.Write($"{judge.Name}: {count} of {total} judged, {judge.Requests} requests");
            }
        };
    }

    /// <summary>Why responses stayed without a verdict; true where the endpoint gave no answer at all.</summary>
    public static bool Ended(RemoteJudge judge, IReadOnlyList<Judgement> judgements)
    {
        var reasons = judgements
            .Where(judgement => judgement.Outcome == Outcome.Unjudged)
            .GroupBy(judgement => judgement.Reason)
            .OrderByDescending(group => group.Count())
            .ToList();
        foreach (var reason in reasons.Take(3))
        {
            Messages.Write($"note: {judge.Name}: {reason.Count()} unjudged: {reason.Key}");
        }

        return judge is { Requests: > 0, Answered: 0 } && judgements.All(judgement => judgement.Outcome == Outcome.Unjudged);
    }
}
