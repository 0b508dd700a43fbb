namespace Refrain.Hub;

/// <summary>The network or the server failed in a way that may pass: the request is tried again, and the cache serves meanwhile.</summary>
internal sealed class TransientException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>How long the server asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
