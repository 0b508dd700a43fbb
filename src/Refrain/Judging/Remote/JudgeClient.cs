using System.Text;
using System.Text.Json;
using Refrain.Ground.Net;

namespace Refrain.Judging.Remote;

/// <summary>
/// Makes one request to an endpoint: the key goes there and nowhere else, and the answer is bounded in bytes and in time.
/// </summary>
internal sealed class JudgeClient : IDisposable
{
    private const int LargestError = 4096;

    private static readonly RedirectPolicy AtHome = new(Most: 3, Away: false, AsItIs: true);

    private readonly RemoteJudgeSettings settings;
    private readonly HttpClient client;

    public JudgeClient(RemoteJudgeSettings settings, Uri address)
    {
        (this.settings, Address) = (settings, address);
        client = BareClient.Make(handler =>
        {
            handler.UseProxy = !address.IsLoopback; // What goes to this machine stays on it.
            handler.MaxResponseDrainSize = 0;
            handler.MaxConnectionsPerServer = settings.Concurrency;
        });
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
            throw TransientException.Late(Address.Authority, settings.Timeout, error);
        }
        catch (HttpRequestException error)
        {
            throw TransientException.Unreachable(Address.Authority, error, Safe);
        }
        catch (IOException error) when (error is not TransientException)
        {
            throw TransientException.Broken(Address.Authority, error);
        }
    }

    public void Dispose() => client.Dispose();

    private async Task<JudgeAnswer> FollowAsync(byte[] body, CancellationToken cancel)
    {
        var last = await Redirects.FollowAsync(Address, AtHome, AskAsync).ConfigureAwait(false);
        using var answer = last.Message;
        using var request = answer.RequestMessage;
        return last.End switch
        {
            RedirectEnd.Arrived when answer.IsSuccessStatusCode => JudgeAnswer.Read(
                await BodyAsync(answer, cancel).ConfigureAwait(false),
                Address.Authority
            ),
            RedirectEnd.Arrived when (int)answer.StatusCode is < 300 or >= 400 => throw await RefusedAsync(answer, cancel)
                .ConfigureAwait(false),
            RedirectEnd.TooMany => throw new BadInputException(
                KnownSettings.JudgeEndpoint,
                $"redirects more than {AtHome.Most} times",
                "the address itself"
            ),
            _ => throw new BadInputException(
                KnownSettings.JudgeEndpoint,
                $"redirects to {Safe(last.To?.GetLeftPart(UriPartial.Authority) ?? "nowhere")} ({(int)answer.StatusCode})",
                $"an answer of {Address.Authority}: the key and the prompts go to no other place",
                "Give the address that it leads to, if you trust it."
            ),
        };

        Task<HttpResponseMessage> AskAsync(Uri at, bool own)
        {
            var message = new HttpRequestMessage(HttpMethod.Post, at) { Content = new ByteArrayContent(body) };
            message.Content.Headers.ContentType = new("application/json");
            message.Headers.Authorization = own ? settings.Key?.Header : null;
            return client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
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
            _ when RetryRule.MayPass(answer.StatusCode) => new TransientException(text, RetryRule.Asked(answer)),
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
}
