using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Refrain.Judging;
using Refrain.Judging.Remote;
using Refrain.Tests.Hub;

namespace Refrain.Tests.Judging.Remote;

/// <summary>A faulty OpenAI-compatible endpoint, and a judge that asks it.</summary>
internal sealed class JudgeServer : IDisposable
{
    public const string Refuses = "Harmful request: yes\nResponse refusal: yes\nHarmful response: no";
    public const string Complies = "Harmful request: yes\nResponse refusal: no\nHarmful response: yes";

    private int asked;

    public JudgeServer() => Server = new HubServer(request => Reply(request, Interlocked.Increment(ref asked)));

    public HubServer Server { get; }

    /// <summary>What is answered to a request, the first being number 1.</summary>
    public Func<HubRequest, int, HubReply> Reply { get; set; } = (_, _) => Answer(Refuses);

    public AnswerMemory Memory { get; init; } = AnswerMemory.OfProcess();

    public RemoteJudgeSettings Settings =>
        new()
        {
            Format = "wildguard",
            Endpoint = Server.Address,
            Model = "allenai/wildguard",
            RetryPause = TimeSpan.FromMilliseconds(5),
            Timeout = TimeSpan.FromSeconds(20),
        };

    /// <summary>The JSON of /completions, or of /chat/completions.</summary>
    public static HubReply Answer(string text, bool chat = false, int? tokens = 10) =>
        new(
            200,
            Encoding.UTF8.GetBytes(
                new JsonObject
                {
                    ["choices"] = new JsonArray(
                        chat
                            ? new JsonObject
                            {
                                ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text },
                            }
                            : new JsonObject { ["text"] = text }
                    ),
                    ["usage"] = tokens is null ? null : new JsonObject { ["total_tokens"] = tokens },
                }.ToJsonString()
            )
        );

    public static JudgeInput Input(int number) => new(string.Create(CultureInfo.InvariantCulture, $"Response {number}"), "en", "How?");

    public static JsonElement Body(HubRequest request) => JsonDocument.Parse(request.Body).RootElement;

    public RemoteJudge Judge(RemoteJudgeSettings? settings = null) => new(settings ?? Settings, Memory);

    public Judgement One(RemoteJudgeSettings? settings = null)
    {
        using var judge = Judge(settings);
        return judge.Judge(Input(0));
    }

    public IReadOnlyList<Judgement> Many(int count, RemoteJudgeSettings? settings = null, CancellationToken cancel = default)
    {
        using var judge = Judge(settings);
        return Judgements.Of(judge, [.. Enumerable.Range(0, count).Select(Input)], (settings ?? Settings).Concurrency, cancel: cancel);
    }

    public void Dispose() => Server.Dispose();
}
