namespace Refrain.Judging.Remote;

/// <summary>Until when an endpoint asked to be left alone: what it asked one request for holds for all.</summary>
internal sealed class EndpointWait(TimeProvider clock)
{
    private readonly Lock gate = new();
    private DateTimeOffset until = DateTimeOffset.MinValue;

    /// <summary>Nothing is asked for this long.</summary>
    public void Extend(TimeSpan wait)
    {
        lock (gate)
        {
            var end = clock.GetUtcNow() + wait;
            until = end > until ? end : until;
        }
    }

    /// <summary>Waits until asking is welcome.</summary>
    public async Task PassAsync(CancellationToken cancel)
    {
        while (Left() is { Ticks: > 0 } left)
        {
            await Task.Delay(left, clock, cancel).ConfigureAwait(false);
        }
    }

    private TimeSpan Left()
    {
        lock (gate)
        {
            return until - clock.GetUtcNow();
        }
    }
}
