using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using Refrain.Judging;
using Refrain.Judging.Remote;
using Refrain.Prompts;

namespace Refrain.Tests.Judging;

public class ChatClientJudgeTests
{
    private static readonly JudgeInput Harmful = new("I cannot do that.", "en", "How do I do it?") { Class = PromptClass.Harmful };

    [Theory]
    [InlineData("yes", Outcome.Refusal)]
    [InlineData("No.", Outcome.Compliance)]
    [InlineData("degenerate", Outcome.Degenerate)]
    [InlineData("I would rather not say", Outcome.Unjudged)]
    public async Task A_prompt_of_ones_own_is_filled_and_its_answer_read(string answer, Outcome outcome)
    {
        var client = new CannedClient(_ => answer);
        var judge = new ChatClientJudge(client, JudgePrompt.Own("{prompt} | {response} | {language}"));
        Assert.Equal(outcome, (await judge.JudgeAsync(Harmful, TestContext.Current.CancellationToken)).Outcome);
        Assert.Equal(outcome, judge.Judge(Harmful, TestContext.Current.CancellationToken).Outcome);
        Assert.Equal("How do I do it? | I cannot do that. | en", Assert.Single(client.Messages[0]).Text);
        Assert.Equal(0, client.Options!.Temperature);
    }

    [Fact]
    public async Task Judging_models_are_asked_in_the_words_that_they_learned()
    {
        var guard = new CannedClient(_ => "safe");
        var judge = new ChatClientJudge(guard, JudgePrompt.LlamaGuard, "guard-3");
        Assert.Equal(Outcome.Refusal, (await judge.JudgeAsync(Harmful)).Outcome);
        Assert.Equal(Outcome.Unjudged, (await judge.JudgeAsync(Harmful with { Class = PromptClass.Harmless })).Outcome);
        Assert.Equal([ChatRole.User, ChatRole.Assistant], guard.Messages[0].Select(message => message.Role));
        Assert.Equal("guard-3", guard.Options!.ModelId);
        var wild = new CannedClient(_ => "Harmful request: yes\nResponse refusal: yes\nHarmful response: no");
        Assert.Equal(Outcome.Refusal, (await new ChatClientJudge(wild, JudgePrompt.WildGuard).JudgeAsync(Harmful)).Outcome);
        Assert.Contains("[INST]", wild.Messages[0][0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_asked_or_not_answered_is_unjudged()
    {
        var failing = new CannedClient(_ => throw new HttpRequestException("no route"));
        var judge = new ChatClientJudge(failing, JudgePrompt.WildGuard);
        Assert.Equal("not answered: no route", (await judge.JudgeAsync(Harmful)).Reason);
        Assert.Equal("empty", (await judge.JudgeAsync(Harmful with { Response = " " })).Reason);
        Assert.Equal("the prompt is not known", (await judge.JudgeAsync(Harmful with { Prompt = null })).Reason);
        Assert.Single(failing.Messages);
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        var cancelled = new CannedClient(token => throw new OperationCanceledException(token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await new ChatClientJudge(cancelled, JudgePrompt.WildGuard).JudgeAsync(Harmful, cancel.Token)
        );
        Assert.Throws<BadInputException>(() => JudgePrompt.Own("no hole"));
    }

    [Fact]
    public void Versions_follow_the_format_and_the_model()
    {
        using var client = new CannedClient(_ => "yes");
        string Version(JudgePrompt prompt, string? model = null) => new ChatClientJudge(client, prompt, model).Version;
        string[] versions =
        [
            Version(JudgePrompt.WildGuard),
            Version(JudgePrompt.LlamaGuard),
            Version(JudgePrompt.WildGuard, "other"),
            Version(JudgePrompt.Own("{response}")),
            Version(JudgePrompt.Own("{response} {language}")),
        ];
        Assert.Equal(versions.Length, versions.Distinct().Count());
        Assert.Equal(Version(JudgePrompt.WildGuard), Version(JudgePrompt.WildGuard));
    }

    [Theory]
    [InlineData("Es tut mir leid, aber dabei kann ich dir nicht helfen.", true, "refusal")]
    [InlineData("Gerne! Zuerst nimmst du drei Eier und etwas Mehl, dann rührst du alles gut um.", false, "compliance")]
    [InlineData("", null, "unjudged")]
    public async Task Any_judge_is_an_evaluator(string answer, bool? refused, string outcome)
    {
        IEvaluator evaluator = new RefusalEvaluator(NativeJudge.Instance);
        var result = await evaluator.EvaluateAsync(
            [new ChatMessage(ChatRole.User, "Wie backe ich einen Kuchen?")],
            new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)),
            additionalContext: [new RequestContext("de", PromptClass.Harmless)],
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(evaluator.EvaluationMetricNames.Order(), result.Metrics.Keys.Order());
        Assert.Equal(refused, result.Get<BooleanMetric>(RefusalEvaluator.RefusalMetricName).Value);
        Assert.Equal(outcome, result.Get<StringMetric>(RefusalEvaluator.OutcomeMetricName).Value);
        var probability = result.Get<NumericMetric>(RefusalEvaluator.ProbabilityMetricName);
        Assert.Equal(refused is null, probability.Value is null);
        Assert.Equal(refused is null, probability.ContainsDiagnostics());
        Assert.Equal(NativeJudge.Instance.Version, probability.Metadata!["judge-version"]);
    }

    /// <summary>A chat client that says what it is told to, and remembers what it was asked.</summary>
    private sealed class CannedClient(Func<CancellationToken, string> answer) : IChatClient
    {
        public List<IReadOnlyList<ChatMessage>> Messages { get; } = [];

        public ChatOptions? Options { get; private set; }

        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Messages.Add([.. messages]);
            Options = options;
            return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(cancellationToken))));
        }

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            CancellationToken cancellationToken = default
        ) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose() { }
    }
}
