namespace Refrain.Ground.Net;

/// <summary>The network or the server failed in a way that may pass: what was asked for is asked for again.</summary>
internal sealed class TransientException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>How long the server asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>No answer came in time.</summary>
    public static TransientException Late(string host, TimeSpan limit, Exception inner) =>
        new($"{host} did not answer within {limit.TotalSeconds:0.###} seconds", inner: inner);

    /// <summary>An answer began, and nothing more came in time.</summary>
    public static TransientException Silent(string host, TimeSpan limit, Exception inner) =>
        new($"{host} sent nothing for {limit.TotalSeconds:0.###} seconds", inner: inner);

    /// <summary>The connection ended within an answer.</summary>
    public static TransientException Broken(string host, Exception inner) => new($"{host} broke the connection off", inner: inner);

    /// <summary>There was no connection.</summary>
    /// <param name="host">Who was asked.</param>
    /// <param name="error">What the network said.</param>
    /// <param name="show">Makes what it said fit to be shown.</param>
    public static TransientException Unreachable(string host, HttpRequestException error, Func<string, string> show) =>
        new($"{host} cannot be reached ({show(error.InnerException?.Message ?? error.Message)})", inner: error);
}
