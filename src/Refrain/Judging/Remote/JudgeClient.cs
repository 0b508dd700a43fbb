using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Refrain.Hub;

namespace Refrain.Judging.Remote;

/// <summary>
/// Makes one request to an endpoint: the key goes there and nowhere else, and the answer is bounded in bytes and in time.
/// </summary>
internal sealed class JudgeClient : IDisposable
{
    private const int MostRedirects = 3,
        LargestError = 4096;

    private readonly RemoteJudgeSettings settings;
    private readonly HttpClient client;

    public JudgeClient(RemoteJudgeSettings settings, Uri address)
    {
        (this.settings, Address) = (settings, address);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !address.IsLoopback, // What goes to this machine stays on it.
            AutomaticDecompression = DecompressionMethods.None, // A small body could become a large one.
            MaxResponseDrainSize = 0,
            MaxConnectionsPerServer = settings.Concurrency,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("refrain");
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
    }

    /// <summary>The address that is asked.</summary>
    public Uri Address { get; }

    /// <summary>Sends a body and reads the answer.</summary>
    /// <exception cref="TransientException">No answer, or one that may change.</exception>
    /// <exception cref="JudgeRefusalException">A refusal of this request.</exception>
    /// <exception cref="BadInputException">A refusal of every request.</exception>
    public async Task<JudgeAnswer> SendAsync(byte[] body, CancellationToken cancel)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter(settings.Timeout);
        try
        {
            return await FollowAsync(body, timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new TransientException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Address.Authority} did not answer within {settings.Timeout.TotalSeconds:0.###} seconds"
                ),
                inner: error
            );
        }
        catch (HttpRequestException error)
        {
            throw new TransientException(
                $"{Address.Authority} cannot be reached ({Safe(error.InnerException?.Message ?? error.Message)})",
                inner: error
            );
        }
        catch (IOException error) when (error is not TransientException)
        {
            throw new TransientException($"{Address.Authority} broke the connection off", inner: error);
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<JudgeAnswer> FollowAsync(byte[] body, CancellationToken cancel)
    {
        var at = Address;
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, at) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Authorization = settings.Key?.Header;
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            if ((int)answer.StatusCode is >= 300 and < 400)
            {
                at = Target(at, answer);
                continue;
            }

            return answer.IsSuccessStatusCode
                ? JudgeAnswer.Read(await BodyAsync(answer, cancel).ConfigureAwait(false), Address.Authority)
                : throw await RefusedAsync(answer, cancel).ConfigureAwait(false);
        }

        throw new BadInputException(KnownSettings.JudgeEndpoint, $"redirects more than {MostRedirects} times", "the address itself");
    }

    // 307 and 308 repeat the request as it is; the others would make it another.
    private Uri Target(Uri at, HttpResponseMessage answer)
    {
        Uri? to = answer.Headers.Location is { } location ? new Uri(at, location) : null;
        return to is not null && (int)answer.StatusCode is 307 or 308 && JudgeEndpoint.SameOrigin(Address, to!)
            ? to!
            : throw new BadInputException(
                KnownSettings.JudgeEndpoint,
                $"redirects to {Safe(to?.GetLeftPart(UriPartial.Authority) ?? "nowhere")} ({(int)answer.StatusCode})",
                $"an answer of {Address.Authority}: the key and the prompts go to no other place",
                "Give the address that it leads to, if you trust it."
            );
    }

    private async Task<ReadOnlyMemory<byte>> BodyAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        var (bytes, whole) = await ReadAsync(answer, settings.LargestAnswer, cancel).ConfigureAwait(false);
        if (!whole)
        {
            throw new JudgeRefusalException($"{Address.Authority} answered with more than {ByteSize.Text(settings.LargestAnswer)}", null);
        }

        return settings.Key is { } key ? Encoding.UTF8.GetBytes(key.Hide(Encoding.UTF8.GetString(bytes))) : bytes;
    }

    private static async Task<(byte[] Bytes, bool Whole)> ReadAsync(HttpResponseMessage answer, int limit, CancellationToken cancel)
    {
        using var content = new MemoryStream();
        byte[] buffer = new byte[16 << 10];
        await using var source = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        while (await source.ReadAsync(buffer, cancel).ConfigureAwait(false) is > 0 and var read)
        {
            content.Write(buffer, 0, (int)Math.Min(read, limit - content.Length));
            if (read > limit - content.Length && content.Length >= limit)
            {
                return (content.ToArray(), false);
            }
        }

        return (content.ToArray(), true);
    }

    private async Task<Exception> RefusedAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        int status = (int)answer.StatusCode;
        string said = await SaidAsync(answer, cancel).ConfigureAwait(false);
        string text = $"{Address.Authority} answered {status}{(said.Length > 0 ? ": " + said : "")}";
        return status switch
        {
            408 or 409 or 425 or 429 or >= 500 => new TransientException(text, RetryAfter(answer)),
            401 or 403 => new BadInputException(
                KnownSettings.JudgeEndpoint,
                text,
                settings.Key is null ? "an endpoint that needs no key" : $"an endpoint that takes {settings.Key}",
                $"Put its key into an environment variable, REFRAIN_JUDGE_KEY or the one that {KnownSettings.JudgeKey} names."
            ),
            404 or 405 => new BadInputException(
                KnownSettings.JudgeEndpoint,
                text,
                $"an OpenAI-compatible endpoint with the model {BadInputException.Show(settings.Model)} at {Address}",
                $"Check {KnownSettings.JudgeEndpoint}, {KnownSettings.JudgeModel} and {KnownSettings.JudgeApi}."
            ),
            _ => new JudgeRefusalException(text, status),
        };
    }

    /// <summary>The beginning of an error's message, without the key.</summary>
    private async Task<string> SaidAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        string text = Encoding.UTF8.GetString((await ReadAsync(answer, LargestError, cancel).ConfigureAwait(false)).Bytes);
        try
        {
            using var json = JsonDocument.Parse(text);
            var error = json.RootElement.TryGetProperty("error", out var inner) ? inner : json.RootElement;
            text =
                error.ValueKind == JsonValueKind.Object && error.TryGetProperty("message", out var message)
                    ? message.ToString()
                    : error.ToString();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // Something else than JSON: shown as it is.
        }

        return Safe(text.Trim());
    }

    private string Safe(string text) => BadInputException.Show(settings.Key?.Hide(text) ?? text);

    // By the server's own clock, where it tells it: ours may be wrong.
    private static TimeSpan? RetryAfter(HttpResponseMessage answer)
    {
        var wait = answer.Headers.RetryAfter is not { } header
            ? null
            : header.Delta ?? header.Date - (answer.Headers.Date ?? DateTimeOffset.UtcNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
