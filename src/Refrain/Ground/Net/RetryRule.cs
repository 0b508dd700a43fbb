using System.Net;
using System.Security.Cryptography;

namespace Refrain.Ground.Net;

/// <summary>How what failed in a way that may pass is tried again: after growing pauses, and as late as the server asks.</summary>
/// <param name="Tries">How often it is tried in all.</param>
/// <param name="Pause">The mean of the first pause; that of each further one is twice as long, at most half a minute.</param>
/// <param name="LongestWait">The longest wait that a server may ask for.</param>
internal sealed record RetryRule(int Tries, TimeSpan Pause, TimeSpan LongestWait)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Whether another time a server may answer otherwise: it is busy, or failed itself.</summary>
    public static bool MayPass(HttpStatusCode status) => (int)status is 408 or 409 or 425 or 429 or >= 500;

    /// <summary>How long an answer asks to wait, or null; by the server's own clock where it tells it, for ours may be wrong.</summary>
    public static TimeSpan? Asked(HttpResponseMessage answer)
    {
        var wait = answer.Headers.RetryAfter is not { } header
            ? null
            : header.Delta ?? header.Date - (answer.Headers.Date ?? DateTimeOffset.UtcNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    /// <param name="attempt">One try.</param>
    /// <param name="note">Told when a server asks for patience.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="TransientException">It failed to the end.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Action<string> note, CancellationToken cancel)
    {
        for (int failed = 1; ; failed++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (TransientException error) when (failed < Tries)
            {
                await PauseAsync(failed, error, note, cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits before the next try, after a number of failed ones.</summary>
    /// <exception cref="TransientException">The server asks for more patience than a user has.</exception>
    public async Task PauseAsync(int failed, TransientException error, Action<string> note, CancellationToken cancel)
    {
        if (error.RetryAfter > LongestWait)
        {
            throw new TransientException(
                $"{error.Message}; it asks to wait {error.RetryAfter.Value.TotalMinutes:F0} minutes",
                inner: error
            );
        }

        var pause = Pause * Math.Pow(2, Math.Min(30, failed - 1));
        pause = pause < LongestPause ? pause : LongestPause;

        // From half to one and a half of it: those that failed together do not come back together.
        pause *= RandomNumberGenerator.GetInt32(500, 1501) / 1000.0;
        if (error.RetryAfter is { } asked && asked > pause)
        {
            pause = asked;
            note($"{error.Message}: waiting {Math.Ceiling(asked.TotalSeconds):F0} seconds, as it asks");
        }

        await Task.Delay(pause, cancel).ConfigureAwait(false);
    }
}
