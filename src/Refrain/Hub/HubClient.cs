using System.Net;

namespace Refrain.Hub;

/// <summary>An answer, and what the hops on the way to it said of the file.</summary>
internal sealed record HubAnswer(HttpResponseMessage Message, string? Commit, string? Etag, long? Size, bool Moved) : IDisposable
{
    public void Dispose() => Message.Dispose();
}

/// <summary>Sends requests to the Hub and follows its redirects; the token goes to the endpoint alone.</summary>
internal sealed class HubClient : IDisposable
{
    private const int MostRedirects = 10;

    private readonly HubSettings settings;
    private readonly HttpClient client;
    private readonly Uri origin;

    public HubClient(HubSettings settings)
    {
        this.settings = settings;
        origin = new Uri(settings.Endpoint);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None, // Sizes and ranges are those of the stored bytes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("refrain");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
    }

    /// <summary>The address of a repository's listing or file: parts are escaped, the endpoint's own path is kept.</summary>
    public Uri Address(string path) => new($"{settings.Endpoint}/{path}");

    /// <summary>Sends a request and follows redirects.</summary>
    /// <param name="name">What is asked for, for errors.</param>
    /// <param name="request">Makes the request of an address; called again at every redirect.</param>
    /// <param name="at">The first address.</param>
    /// <param name="limit">How long the headers may take.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="away">Whether to follow to other hosts; false: the redirect itself is the answer.</param>
    /// <exception cref="TransientException">No answer, or one that may change.</exception>
    /// <exception cref="BadInputException">A refusal.</exception>
    public async Task<HubAnswer> SendAsync(
        HubName name,
        Func<Uri, HttpRequestMessage> request,
        Uri at,
        TimeSpan limit,
        bool away,
        CancellationToken cancel
    )
    {
        bool own = true,
            moved = false;
        string? commit = null,
            etag = null;
        long? size = null;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            using HttpRequestMessage message = request(at);
            if (own && settings.Token is { } token)
            {
                message.Headers.Authorization = new("Bearer", token);
            }

            HttpResponseMessage answer = await FirstBytesAsync(message, limit, cancel).ConfigureAwait(false);
            bool redirect = (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308;
            if (own)
            {
                commit = Header(answer, "X-Repo-Commit") ?? commit;
                etag = HubFile.Normalise(Header(answer, "X-Linked-Etag"))
                    ?? etag
                    ?? (redirect ? null : HubFile.Normalise(Header(answer, "ETag")));
                size = Number(Header(answer, "X-Linked-Size"))
                    ?? size
                    ?? (
                        redirect || !answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.PartialContent
                            ? null
                            : answer.Content.Headers.ContentLength
                    );
            }

            if (!redirect)
            {
                return answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable
                    ? new HubAnswer(answer, commit, etag, size, moved)
                    : throw Refused(name, answer, own);
            }

            Uri next = Target(at, answer);
            bool same = IsOrigin(next);
            if (!same && !away)
            {
                return new HubAnswer(answer, commit, etag, size, moved);
            }

            answer.Dispose();
            moved |= own && same;
            own &= same; // Once away, the token never comes back, even where a redirect leads home.
            at = next;
        }

        throw new BadInputException(
            name.ToString(),
            $"was redirected more than {MostRedirects} times by {origin.Authority}",
            "a file",
            "Try again later, or check HF_ENDPOINT."
        );
    }

    /// <summary>A header's only value, of the answer or its content; null: none.</summary>
    public static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? values.First() : null;

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> FirstBytesAsync(HttpRequestMessage message, TimeSpan limit, CancellationToken cancel)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter(limit);
        string host = message.RequestUri!.Authority;
        try
        {
            return await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new TransientException($"{host} did not answer within {limit.TotalSeconds:0.###} seconds", inner: error);
        }
        catch (HttpRequestException error)
        {
            throw new TransientException(
                $"{host} cannot be reached ({BadInputException.Show(error.InnerException?.Message ?? error.Message)})",
                inner: error
            );
        }
    }

    private Exception Refused(HubName name, HttpResponseMessage answer, bool own)
    {
        using (answer)
        {
            return HubErrors.Of(name, answer, settings, foreign: !own);
        }
    }

    private Uri Target(Uri at, HttpResponseMessage answer)
    {
        string place = at.GetLeftPart(UriPartial.Path);
        Uri? to = answer.Headers.Location is { } location
            ? location.IsAbsoluteUri
                ? location
                : new Uri(at, location)
            : null;
        bool allowed = to is { Scheme: "https" } || (to is { Scheme: "http" } && at.Scheme == "http");
        if (allowed)
        {
            return to!;
        }

        answer.Dispose();
        throw new BadInputException(
            place,
            $"redirects to {BadInputException.Show(to?.GetLeftPart(UriPartial.Authority) ?? "nowhere")}",
            origin.Scheme == "https"
                ? "an https address: what was asked for safely is not fetched in the clear"
                : "an http or https address",
            "Check HF_ENDPOINT."
        );
    }

    private bool IsOrigin(Uri address) =>
        address.Scheme == origin.Scheme
        && address.Port == origin.Port
        && string.Equals(address.IdnHost, origin.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static long? Number(string? text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
