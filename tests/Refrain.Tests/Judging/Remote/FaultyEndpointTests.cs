using System.Diagnostics;
using System.Globalization;
using System.Text;
using Refrain.Judging;
using Refrain.Judging.Remote;
using Refrain.Tests.Hub;

namespace Refrain.Tests.Judging.Remote;

public class FaultyEndpointTests
{
    [Fact]
    public void An_endpoint_that_asks_to_wait_seconds_is_left_alone_that_long_by_all()
    {
        using var server = new JudgeServer();
        server.Reply = (_, number) =>
            number == 1 ? new HubReply(429, []).With("Retry-After", "1") : JudgeServer.Answer(JudgeServer.Refuses);
        long started = Stopwatch.GetTimestamp();
        var judged = server.Many(3, server.Settings with { Concurrency = 1 });
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 1, 15);
        Assert.All(judged, judgement => Assert.Equal(Outcome.Refusal, judgement.Outcome));
        Assert.Equal(4, server.Server.Requests.Count);
    }

    [Fact]
    public void A_date_to_wait_for_is_counted_by_the_servers_clock()
    {
        using var server = new JudgeServer();
        var wrong = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        server.Reply = (_, number) =>
            number == 1
                ? new HubReply(503, [])
                    .With("Date", wrong.ToString("R", CultureInfo.InvariantCulture))
                    .With("Retry-After", wrong.AddSeconds(1).ToString("R", CultureInfo.InvariantCulture))
                : JudgeServer.Answer(JudgeServer.Refuses);
        long started = Stopwatch.GetTimestamp();
        Assert.Equal(Outcome.Refusal, server.One().Outcome);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.9, 15);
    }

    [Fact]
    public void An_endpoint_that_asks_for_more_patience_than_there_is_gets_no_verdict_at_once()
    {
        using var server = new JudgeServer();
        server.Reply = (_, _) => new HubReply(429, []).With("Retry-After", "86400");
        var judgement = server.One();
        Assert.Equal(Outcome.Unjudged, judgement.Outcome);
        Assert.Contains("asks to wait 86400 seconds", judgement.Reason, StringComparison.Ordinal);
        Assert.Single(server.Server.Requests);
    }

    public static TheoryData<string> PassingFaults => ["500", "reset", "cut", "no json", "other json", "error"];

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public void What_may_pass_is_tried_again_and_what_stays_is_unjudged(string fault)
    {
        using var server = new JudgeServer();
        server.Reply = (_, number) => number <= 2 ? Fault(fault) : JudgeServer.Answer(JudgeServer.Complies);
        Assert.Equal(Outcome.Compliance, server.One().Outcome);
        Assert.Equal(3, server.Server.Requests.Count);

        server.Reply = (_, _) => Fault(fault);
        using var judge = new RemoteJudge(server.Settings with { Tries = 3 }, AnswerMemory.OfProcess());
        var judgement = judge.Judge(JudgeServer.Input(1));
        Assert.Equal((Outcome.Unjudged, 0.5), (judgement.Outcome, judgement.Probability));
        Assert.NotEmpty(judgement.Reason!);
        Assert.Equal(6, server.Server.Requests.Count);
    }

    [Fact]
    public void A_gigabyte_is_cut_at_a_megabyte()
    {
        using var server = new JudgeServer();
        server.Reply = (_, _) => new HubReply(200, new byte[1 << 20]) { Times = 1024 };
        var judgement = server.One();
        Assert.Equal(Outcome.Unjudged, judgement.Outcome);
        Assert.Contains("answered with more than 1.05 MB", judgement.Reason, StringComparison.Ordinal);
        Assert.Single(server.Server.Requests);
        Assert.InRange(server.Server.Sent, 0, 200 << 20);
    }

    [Fact]
    public void An_errors_gigabyte_is_cut_too()
    {
        using var server = new JudgeServer();
        server.Reply = (_, _) => new HubReply(400, Encoding.UTF8.GetBytes(new string('x', 1 << 20))) { Times = 1024 };
        var judgement = server.One();
        Assert.Contains("answered 400: xxx", judgement.Reason, StringComparison.Ordinal);
        Assert.InRange(judgement.Reason!.Length, 10, 200);
        Assert.InRange(server.Server.Sent, 0, 200 << 20);
    }

    [Fact]
    public void A_compressed_answer_is_not_unpacked()
    {
        using var server = new JudgeServer();
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(new byte[50 << 20]);
        }

        server.Reply = (_, _) => new HubReply(200, packed.ToArray()).With("Content-Encoding", "gzip");
        Assert.Equal(Outcome.Unjudged, server.One(server.Settings with { Tries = 1 }).Outcome);
        Assert.All(server.Server.Requests, request => Assert.Equal("identity", request.Header("accept-encoding")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Slow_bytes_and_silence_end_with_the_time_for_the_whole_answer(bool trickle)
    {
        using var server = new JudgeServer();
        var answer = JudgeServer.Answer(JudgeServer.Refuses);
        server.Reply = (_, _) => trickle ? answer with { Trickle = TimeSpan.FromMilliseconds(20) } : answer with { StallAfter = 5 };
        long started = Stopwatch.GetTimestamp();
        var judgement = server.One(server.Settings with { Timeout = TimeSpan.FromMilliseconds(300), Tries = 2 });
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0.6, 15);
        Assert.Equal(Outcome.Unjudged, judgement.Outcome);
        Assert.Contains("did not answer within 0.3 seconds", judgement.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_there_is_unjudged_and_after_five_in_a_row_not_asked_again()
    {
        using var server = new JudgeServer();
        var settings = server.Settings with { Tries = 2, Concurrency = 1 };
        server.Server.Dispose();
        var judged = server.Many(8, settings);
        Assert.All(judged, judgement => Assert.Equal(Outcome.Unjudged, judgement.Outcome));
        Assert.All(judged.Take(5), judgement => Assert.Contains("cannot be reached", judgement.Reason, StringComparison.Ordinal));
        Assert.All(judged.Skip(5), judgement => Assert.Contains("failed 5 times in a row", judgement.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void One_refused_response_is_unjudged_but_a_request_that_is_always_refused_is_an_error()
    {
        using var server = new JudgeServer();
        server.Reply = (request, _) =>
            request.Body.Contains("Response 1", StringComparison.Ordinal)
                ? new HubReply(400, """{"error": {"message": "content management policy"}}"""u8.ToArray())
                : JudgeServer.Answer(JudgeServer.Refuses);
        var judged = server.Many(3);
        Assert.Equal([Outcome.Refusal, Outcome.Unjudged, Outcome.Refusal], judged.Select(judgement => judgement.Outcome));
        Assert.Contains("answered 400: content management policy", judged[1].Reason, StringComparison.Ordinal);

        using var strict = new JudgeServer
        {
            Reply = (_, _) => new HubReply(400, """{"error": {"message": "max_tokens is not supported"}}"""u8.ToArray()),
        };
        var error = Assert.Throws<BadInputException>(() => strict.Many(9, strict.Settings with { Concurrency = 1 }));
        Assert.Contains("max_tokens is not supported", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, strict.Server.Requests.Count);
    }

    [Theory]
    [InlineData(401, "REFRAIN_JUDGE_KEY")]
    [InlineData(404, "Check Endpoint, Model and Api.")]
    public void A_refusal_of_every_request_is_an_error_at_the_first(int status, string fix)
    {
        using var server = new JudgeServer { Reply = (_, _) => new HubReply(status, []) };
        Assert.Contains(
            fix,
            Assert.Throws<BadInputException>(() => server.Many(9, server.Settings with { Concurrency = 1 })).Message,
            StringComparison.Ordinal
        );
        Assert.Single(server.Server.Requests);
    }

    private static HubReply Fault(string fault) =>
        fault switch
        {
            "500" => new HubReply(500, "oh"u8.ToArray()),
            "reset" => new HubReply(200, []) { Reset = true },
            "cut" => JudgeServer.Answer(JudgeServer.Refuses) with { CutAfter = 10 },
            "no json" => new HubReply(200, "<html>"u8.ToArray()),
            "other json" => new HubReply(200, """{"choices": [{"message": {}}]}"""u8.ToArray()),
            _ => new HubReply(200, """{"error": {"message": "overloaded"}}"""u8.ToArray()),
        };
}
