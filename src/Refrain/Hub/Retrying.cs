namespace Refrain.Hub;

/// <summary>Tries again what may pass, with growing pauses, and as late as the server asks.</summary>
internal static class Retrying
{
    public const int Tries = 5;

    // The Hub counts requests in windows of five minutes.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(6);

    /// <exception cref="TransientException">It failed to the end.</exception>
    public static async Task<T> RunAsync<T>(
        Func<Task<T>> attempt,
        HubSettings settings,
        Action<string> note,
        CancellationToken cancel,
        int tries = Tries
    )
    {
        for (int failed = 1; ; failed++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (TransientException error) when (failed < tries)
            {
                await PauseAsync(failed, error, settings, note, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits before the next try, after a number of failed ones.</summary>
    /// <exception cref="TransientException">The server asks for more patience than a user has.</exception>
    public static async Task PauseAsync(
        int failed,
        TransientException error,
        HubSettings settings,
        Action<string> note,
        CancellationToken cancel
    )
    {
        if (error.RetryAfter > LongestWait)
        {
            throw new TransientException(
                $"{error.Message}; it asks to wait {error.RetryAfter.Value.TotalMinutes:F0} minutes",
                inner: error
            );
        }

        var pause = settings.RetryPause * Math.Min(8, 1 << Math.Min(3, failed - 1));
        if (error.RetryAfter is { } asked && asked > pause)
        {
            pause = asked;
            note($"{error.Message}: waiting {Math.Ceiling(asked.TotalSeconds):F0} seconds, as it asks");
        }

        await Task.Delay(pause, cancel).ConfigureAwait(false);
    }
}
