using System.Net;
using Refrain.Ground.Net;

namespace Refrain.Hub;

/// <summary>An answer, and what the hops on the way to it said of the file.</summary>
internal sealed record HubAnswer(HttpResponseMessage Message, string? Commit, string? Etag, long? Size, bool Moved) : IDisposable
{
    public void Dispose() => Message.Dispose();
}

/// <summary>Sends requests to the Hub and follows its redirects; the token goes to the endpoint alone.</summary>
internal sealed class HubClient : IDisposable
{
    private static readonly RedirectPolicy Anywhere = new(Most: 10, Away: true, AsItIs: false),
        AtHome = Anywhere with { Away = false };

    private readonly HubSettings settings;
    private readonly HttpClient client = BareClient.Make();
    private readonly Uri origin;

    public HubClient(HubSettings settings) => (this.settings, origin) = (settings, new Uri(settings.Endpoint));

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
        string? commit = null,
            etag = null;
        long? size = null;
        var last = await Redirects.FollowAsync(at, away ? Anywhere : AtHome, AskAsync).ConfigureAwait(false);
        bool whole = last.Message.IsSuccessStatusCode || last.Message.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable;
        return last.End is RedirectEnd.Away || (last.End is RedirectEnd.Arrived && whole)
            ? new HubAnswer(last.Message, commit, etag, size, last.Moved)
            : throw Refused(name, last);

        async Task<HttpResponseMessage> AskAsync(Uri to, bool own)
        {
            using HttpRequestMessage message = request(to);
            if (own && settings.Token is { } token)
            {
                message.Headers.Authorization = new("Bearer", token);
            }

            HttpResponseMessage answer = await FirstBytesAsync(message, limit, cancel).ConfigureAwait(false);
            bool redirect = Redirects.Is(answer);
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

            return answer;
        }
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
            throw TransientException.Late(host, limit, error);
        }
        catch (HttpRequestException error)
        {
            throw TransientException.Unreachable(host, error, text => BadInputException.Show(text));
        }
    }

    private Exception Refused(HubName name, Redirected last)
    {
        using var answer = last.Message;
        return last.End switch
        {
            RedirectEnd.Arrived => HubErrors.Of(name, answer, settings, foreign: !last.Own),
            RedirectEnd.TooMany => new BadInputException(
                name.ToString(),
                $"was redirected more than {Anywhere.Most} times by {origin.Authority}",
                "a file",
                "Try again later, or check HF_ENDPOINT."
            ),
            _ => new BadInputException(
                last.At.GetLeftPart(UriPartial.Path),
                $"redirects to {BadInputException.Show(last.To?.GetLeftPart(UriPartial.Authority) ?? "nowhere")}",
                origin.Scheme == "https"
                    ? "an https address: what was asked for safely is not fetched in the clear"
                    : "an http or https address",
                "Check HF_ENDPOINT."
            ),
        };
    }

    private static long? Number(string? text) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
