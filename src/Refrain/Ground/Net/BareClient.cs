using System.Net;

namespace Refrain.Ground.Net;

/// <summary>Makes clients that do nothing of their own: no redirect, no cookie, no decompression, no limit of time.</summary>
internal static class BareClient
{
    /// <param name="further">Sets what else the client needs.</param>
    public static HttpClient Make(Action<SocketsHttpHandler>? further = null)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            // Sizes and ranges are those of the sent bytes, and a small body cannot become a large one.
            AutomaticDecompression = DecompressionMethods.None,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        further?.Invoke(handler);
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("refrain");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
        return client;
    }
}
