namespace Refrain.Judging.Remote;

/// <summary>Counts what a remote judge has cost against its budget. Safe for several threads.</summary>
internal sealed class BudgetMeter(JudgeBudget budget, TimeProvider clock)
{
    private readonly Lock gate = new();
    private long? started;
    private int requests;
    private long tokens;

    /// <summary>Requests made so far.</summary>
    public int Requests
    {
        get
        {
            lock (gate)
            {
                return requests;
            }
        }
    }

    /// <summary>Counts a request that is about to be made; says what is spent where it may not be.</summary>
    public string? Begin()
    {
        lock (gate)
        {
            started ??= clock.GetTimestamp();
            string? spent =
                requests >= budget.Requests ? $"budget of {budget.Requests} requests is spent"
                : tokens >= budget.Tokens ? $"budget of {budget.Tokens} tokens is spent"
                : Left <= TimeSpan.Zero ? Late
                : null;
            requests += spent is null ? 1 : 0;
            return spent;
        }
    }

    /// <summary>Counts the tokens of an answer.</summary>
    public void Spend(long count)
    {
        lock (gate)
        {
            tokens += count;
        }
    }

    /// <summary>What is said when the time is over.</summary>
    public string Late => FormattableString.Invariant($"budget of {budget.Seconds:0.###} seconds is spent");

    /// <summary>The time left; null: no limit, or nothing has begun.</summary>
    public TimeSpan? Left
    {
        get
        {
            lock (gate)
            {
                return budget.Seconds is { } seconds && started is { } since
                    ? TimeSpan.FromSeconds(seconds) - clock.GetElapsedTime(since)
                    : null;
            }
        }
    }
}
