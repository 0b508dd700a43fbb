using System.Collections.Concurrent;
using Refrain.Ground.Net;

namespace Refrain.Judging.Remote;

/// <summary>Judges by asking a model behind an OpenAI-compatible endpoint. Each answer is kept as it comes, and asked for once.</summary>
/// <remarks>
/// Unlike other judges it can throw: <see cref="BadInputException"/> where the endpoint refuses every request (a wrong key, model or
/// address). What passes with time is tried again; what stays without an answer is unjudged, with the reason.
/// </remarks>
internal sealed class RemoteJudge : IJudge, IDisposable
{
    // An endpoint that fails so often in a row is down: the rest is not tried.
    private const int MostFailures = 5;

    private readonly RemoteJudgeSettings settings;
    private readonly JudgeTarget target;
    private readonly AnswerMemory memory;
    private readonly JudgeClient client;
    private readonly BudgetMeter meter;
    private readonly EndpointWait wait;
    private readonly RetryRule retries;
    private readonly ConcurrentDictionary<string, Lazy<Task<Asked>>> asked = [];
    private int answered,
        failedInARow;

    /// <param name="settings">Whom to ask, and how.</param>
    /// <param name="memory">Where answers are kept.</param>
    /// <exception cref="BadInputException">A setting cannot be used; nothing has been sent.</exception>
    public RemoteJudge(RemoteJudgeSettings settings, AnswerMemory memory)
    {
        settings.Check();
        (this.settings, this.memory) = (settings, memory);
        target = JudgeTarget.Of(settings);
        client = new JudgeClient(settings, target.Address);
        (meter, wait) = (new BudgetMeter(settings.Budget, TimeProvider.System), new EndpointWait(TimeProvider.System));
        retries = new RetryRule(settings.Tries, settings.RetryPause, settings.LongestWait);
    }

    public string Name => target.Identity.Name;

    /// <summary>Of the format, the address, the model and the further options; never of the key.</summary>
    public string Version => target.Identity.Version;

    /// <summary>False: prompts may be missing.</summary>
    public bool NeedsPrompt => target.Format.NeedsPrompt;

    /// <summary>Requests made so far, those that were repeated too.</summary>
    public int Requests => meter.Requests;

    /// <summary>Answers that came from the endpoint.</summary>
    public int Answered => answered;

    public Judgement Judge(JudgeInput input, CancellationToken cancel = default) =>
        JudgeAsync(input, cancel).AsTask().GetAwaiter().GetResult();

    public async ValueTask<Judgement> JudgeAsync(JudgeInput input, CancellationToken cancel = default)
    {
        if (target.Format.Unasked(input) is { } known)
        {
            return known;
        }

        byte[] body = JudgeRequest.Body(settings, target.Format, target.Api, input);
        string key = JudgeRequest.Key(target.Address, body);
        var answer = await asked.GetOrAdd(key, _ => new(() => FindAsync(key, body, cancel))).Value.ConfigureAwait(false);
        return answer.Text is { } text ? target.Format.Read(text, input) : JudgeFormat.Verdict(Outcome.Unjudged, answer.Reason);
    }

    /// <summary>True of a judged input that has no answer for a reason that may pass: a spent budget, a failing endpoint.</summary>
    public bool Waits(JudgeInput input) =>
        asked.TryGetValue(JudgeRequest.Key(target.Address, JudgeRequest.Body(settings, target.Format, target.Api, input)), out var known)
        && known.Value is { IsCompletedSuccessfully: true, Result.MayPass: true };

    public void Dispose() => client.Dispose();

    private async Task<Asked> FindAsync(string key, byte[] body, CancellationToken cancel)
    {
        if (memory.Find(key) is { } known)
        {
            return new(known, null);
        }

        if (Volatile.Read(ref failedInARow) >= MostFailures)
        {
            return new(null, $"not asked: the endpoint failed {MostFailures} times in a row", MayPass: true);
        }

        var answer = await AskAsync(body, cancel).ConfigureAwait(false);
        if (answer.Text is { } text)
        {
            memory.Keep(key, text);
        }

        return answer;
    }

    private async Task<Asked> AskAsync(byte[] body, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            var answer = await retries.RunAsync(() => AttemptAsync(body, late, late.Token), _ => { }, late.Token).ConfigureAwait(false);
            Interlocked.Increment(ref answered);
            Volatile.Write(ref failedInARow, 0);
            return new(answer.Text, null);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(null, meter.Late, MayPass: true);
        }
        catch (GivenUpException error)
        {
            Interlocked.Add(ref failedInARow, error.Failed ? 1 : 0);
            return new(null, error.Message, MayPass: true);
        }
        catch (TransientException error)
        {
            Interlocked.Increment(ref failedInARow);
            return new(null, error.Message, MayPass: true);
        }
        catch (JudgeRefusalException error)
        {
            // The same to every one of the first requests: it is the request that is wrong, not the responses.
            return error.Status is null || Volatile.Read(ref answered) > 0 || Interlocked.Increment(ref failedInARow) < MostFailures
                ? new(null, error.Message)
                : throw new BadInputException(
                    KnownSettings.JudgeEndpoint,
                    error.Message,
                    "an answer",
                    $"It refused every request so far: "
                        + $"check {KnownSettings.JudgeModel}, {KnownSettings.JudgeApi} and {KnownSettings.JudgeOptions}."
                );
        }
    }

    private async Task<JudgeAnswer> AttemptAsync(byte[] body, CancellationTokenSource late, CancellationToken cancel)
    {
        await wait.PassAsync(cancel).ConfigureAwait(false);
        if (meter.Begin() is { } spent)
        {
            throw new GivenUpException(spent, failed: false);
        }

        if (meter.Left is { } left)
        {
            late.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        try
        {
            var answer = await client.SendAsync(body, cancel).ConfigureAwait(false);
            meter.Spend(answer.Tokens ?? (body.Length + answer.Text.Length) / 3);
            return answer;
        }
        catch (TransientException error) when (error.RetryAfter is { } asks)
        {
            if (asks > retries.LongestWait || asks > meter.Left)
            {
                throw new GivenUpException(
                    $"{error.Message}; it asks to wait {Math.Ceiling(asks.TotalSeconds):F0} seconds, longer than there is time",
                    failed: true
                );
            }

            wait.Extend(asks);
            throw;
        }
    }

    /// <param name="Text">What the model said, or null.</param>
    /// <param name="Reason">Why it said nothing.</param>
    /// <param name="MayPass">True: it may answer another time.</param>
    private sealed record Asked(string? Text, string? Reason, bool MayPass = false);

    private sealed class GivenUpException(string message, bool failed) : Exception(message)
    {
        public bool Failed { get; } = failed;
    }
}
