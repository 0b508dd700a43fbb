using System.Diagnostics;
using Refrain.Judging;
using Refrain.Judging.Remote;
using Refrain.Runs;
using Refrain.Tests.Hub;

namespace Refrain.Tests.Judging.Remote;

public sealed class JudgeBudgetTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("refrain-budget-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_is_left_when_the_requests_are_spent_is_unjudged_and_judged_by_the_next_budget()
    {
        using var server = new JudgeServer { Memory = AnswerFolder.Of(folder) };
        var settings = server.Settings with { Budget = JudgeBudget.Parse("requests=3"), Concurrency = 1 };
        var first = server.Many(8, settings);
        Assert.Equal(5, first.Count(judgement => judgement.Reason == "budget of 3 requests is spent"));
        Assert.Equal(3, server.Server.Requests.Count);
        var second = server.Many(8, settings with { Budget = new JudgeBudget(), Concurrency = 4 });
        Assert.All(second, judgement => Assert.Equal(Outcome.Refusal, judgement.Outcome));
        Assert.Equal(8, server.Server.Requests.Count);
        Assert.Equal(8, server.Server.Requests.Select(request => request.Body).Distinct().Count());
    }

    [Fact]
    public void Requests_that_are_repeated_count()
    {
        using var server = new JudgeServer { Reply = (_, _) => new HubReply(500, []) };
        Assert.Equal("budget of 2 requests is spent", server.One(server.Settings with { Budget = new JudgeBudget(Requests: 2) }).Reason);
        Assert.Equal(2, server.Server.Requests.Count);
    }

    [Fact]
    public void Tokens_are_counted_as_the_endpoint_says_or_else_estimated()
    {
        using var server = new JudgeServer();
        var settings = server.Settings with { Budget = JudgeBudget.Parse("tokens=25"), Concurrency = 1 };
        Assert.Equal(3, server.Many(8, settings).Count(judgement => judgement.Outcome == Outcome.Refusal));
        using var silent = new JudgeServer { Reply = (_, _) => JudgeServer.Answer(JudgeServer.Refuses, tokens: null) };
        Assert.Equal(
            1,
            silent
                .Many(8, silent.Settings with { Budget = JudgeBudget.Parse("tokens=25"), Concurrency = 1 })
                .Count(judgement => judgement.Outcome == Outcome.Refusal)
        );
    }

    [Fact]
    public void Seconds_break_off_what_is_under_way()
    {
        using var server = new JudgeServer();
        server.Reply = (_, number) =>
            number == 1 ? JudgeServer.Answer(JudgeServer.Refuses) : JudgeServer.Answer(JudgeServer.Refuses) with { StallAfter = 3 };
        long started = Stopwatch.GetTimestamp();
        var judged = server.Many(6, server.Settings with { Budget = JudgeBudget.Parse("seconds=2.5"), Concurrency = 2 });
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 2.4, 30);
        Assert.Equal(1, judged.Count(judgement => judgement.Outcome == Outcome.Refusal));
        Assert.All(judged.Where(judgement => judgement.Outcome == Outcome.Unjudged), judgement =>
            Assert.Equal("budget of 2.5 seconds is spent", judgement.Reason)
        );
    }

    [Theory]
    [InlineData("requests=10", 10, null, null)]
    [InlineData("requests=10,tokens=2000, seconds=1.5", 10, 2000L, 1.5)]
    public void A_budget_is_read_and_written(string text, int? requests, long? tokens, double? seconds)
    {
        var budget = JudgeBudget.Parse(text);
        Assert.Equal(new JudgeBudget(requests, tokens, seconds), budget);
        Assert.Equal(budget, JudgeBudget.Parse(budget.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("requests")]
    [InlineData("requests=-1")]
    [InlineData("requests=1.5")]
    [InlineData("seconds=NaN")]
    [InlineData("money=3")]
    public void Another_budget_is_refused(string text) => Assert.Throws<BadInputException>(() => JudgeBudget.Parse(text));

    [Fact]
    public void Equal_responses_are_asked_about_once()
    {
        using var server = new JudgeServer();
        using var judge = server.Judge();
        Judgements.Of(judge, [.. Enumerable.Repeat(JudgeServer.Input(7), 20)], concurrency: 4);
        Assert.Single(server.Server.Requests);
    }

    [Fact]
    public void Another_model_endpoint_option_or_text_is_another_question()
    {
        using var server = new JudgeServer { Memory = AnswerFolder.Of(folder) };
        server.One();
        server.One();
        Assert.Single(server.Server.Requests);
        server.One(server.Settings with { Model = "other" });
        server.One(server.Settings with { Endpoint = server.Server.Address + "/other" });
        server.One(
            server.Settings with
            {
                Options = new Dictionary<string, System.Text.Json.JsonElement>
                {
                    ["top_p"] = System.Text.Json.JsonDocument.Parse("1").RootElement,
                },
            }
        );
        server.One(server.Settings with { Api = JudgeApi.Chat, Tries = 1 });
        Assert.Equal(5, server.Server.Requests.Count);
    }

    [Fact]
    public void A_damaged_answer_in_the_cache_is_asked_for_again()
    {
        using var server = new JudgeServer { Memory = AnswerFolder.Of(folder) };
        server.One();
        File.WriteAllBytes(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Single(), [0xFF, 0xFE, 0xFF]);
        Assert.Equal(Outcome.Refusal, server.One().Outcome);
        Assert.Equal(2, server.Server.Requests.Count);
    }

    [Fact]
    public void What_was_answered_before_an_interruption_is_not_asked_again()
    {
        using var server = new JudgeServer { Memory = AnswerFolder.Of(folder) };
        using var stop = new CancellationTokenSource();
        server.Reply = (_, number) =>
        {
            if (number == 4)
            {
                stop.Cancel();
                return JudgeServer.Answer(JudgeServer.Refuses) with { StallAfter = 1 };
            }

            return JudgeServer.Answer(JudgeServer.Refuses);
        };
        Assert.ThrowsAny<OperationCanceledException>(() => server.Many(8, server.Settings with { Concurrency = 1 }, stop.Token));
        Assert.Equal(4, server.Server.Requests.Count);
        Assert.All(server.Many(8), judgement => Assert.Equal(Outcome.Refusal, judgement.Outcome));
        Assert.Equal(4 + 5, server.Server.Requests.Count);
    }
}
