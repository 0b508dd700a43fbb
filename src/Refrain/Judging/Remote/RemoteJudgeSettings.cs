using System.Text.Json;

namespace Refrain.Judging.Remote;

/// <summary>A judging model behind an OpenAI-compatible endpoint, and how it is asked.</summary>
public sealed record RemoteJudgeSettings
{
    /// <summary>How it is asked: <c>wildguard</c>, <c>llama-guard</c>, or <c>prompt</c> for a prompt of one's own.</summary>
    public required string Format { get; init; }

    /// <summary>The endpoint, for example <c>https://host/v1</c>; http only on this machine.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The model's name at the endpoint.</summary>
    public required string Model { get; init; }

    /// <summary>Which address of the endpoint is asked; null: the format's usual one.</summary>
    public JudgeApi? Api { get; init; }

    /// <summary>Of <c>prompt</c>: the text with {response} and, if wanted, {prompt} and {language}.</summary>
    public string? Template { get; init; }

    /// <summary>The file that the template is from, for errors and for the command that repeats a run; or null.</summary>
    public string? TemplatePlace { get; init; }

    /// <summary>Of <c>prompt</c>: how the answer is read, <c>word</c>, <c>json:FIELD</c> or <c>regex:PATTERN</c>.</summary>
    public string Answer { get; init; } = "word";

    /// <summary>Further members of the request, for example <c>max_completion_tokens</c>; null takes one of ours out.</summary>
    public IReadOnlyDictionary<string, JsonElement> Options { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The key, or null: none is sent.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>What it may cost.</summary>
    public JudgeBudget Budget { get; init; } = new();

    /// <summary>How long one whole answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests under way at once.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>How often a request is made that fails in a way that may pass.</summary>
    public int Tries { get; init; } = 5;

    /// <summary>The mean pause before a request is repeated; each further one is twice as long, and random about that.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait that an endpoint may ask for with Retry-After.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of an answer that are read; a longer one is none.</summary>
    public int LargestAnswer { get; init; } = 1 << 20;

    /// <summary>Where answers are kept; null: REFRAIN_CACHE, else the user's cache folder.</summary>
    public string? Cache { get; init; }

    /// <summary>The judge's name and version; nothing is opened or sent.</summary>
    /// <exception cref="BadInputException">A setting cannot be used.</exception>
    internal JudgeIdentity Identity() => JudgeTarget.Of(this).Identity;

    /// <summary>Refuses what cannot be asked for, before anything is sent.</summary>
    /// <exception cref="BadInputException">No such format, no safe address, or numbers that make no sense.</exception>
    internal void Check()
    {
        var format = JudgeFormats.Find(this);
        JudgeEndpoint.Address(Endpoint, Api ?? format.UsualApi);
        KnownSettings.JudgeModel.Require(Model is not null, Model, "the model's name at the endpoint");
        KnownSettings.JudgeBudget.Require(
            Budget.Requests is null or >= 0 && Budget.Tokens is null or >= 0 && Budget.Seconds is null or (>= 0 and <= double.MaxValue),
            Budget,
            "numbers from 0 on"
        );
        KnownSettings.JudgeTimeout.Require(
            Timeout > TimeSpan.Zero && Timeout.TotalMilliseconds <= int.MaxValue,
            Timeout,
            "a time above 0, at most 24 days"
        );
        KnownSettings.JudgeConcurrency.Require(Concurrency >= 1, Concurrency, "a whole number from 1 on");
        KnownSettings.JudgeTries.Require(Tries >= 1, Tries, "a whole number from 1 on");
        KnownSettings.JudgePause.Require(RetryPause >= TimeSpan.Zero, RetryPause, "a time from 0 on");
        KnownSettings.JudgeLongestWait.Require(LongestWait >= TimeSpan.Zero, LongestWait, "a time from 0 on");
        KnownSettings.JudgeLargestAnswer.Require(LargestAnswer >= 1, LargestAnswer, "a number of bytes from 1 on");
    }
}
