using Refrain.Judging;
using Refrain.Judging.Remote;
using Refrain.Tests.Hub;

namespace Refrain.Tests.Judging.Remote;

public class JudgeKeyTests
{
    private const string Secret = "sk-secret-1234567890";

    private static ApiKey Key => ApiKey.Of(Secret, "SOME_VARIABLE")!;

    [Fact]
    public void The_key_goes_to_the_endpoint_alone()
    {
        using var server = new JudgeServer();
        using var away = new HubServer(_ => JudgeServer.Answer(JudgeServer.Refuses));
        Assert.Equal(Outcome.Refusal, server.One(server.Settings with { Key = Key }).Outcome);
        Assert.Equal($"Bearer {Secret}", Assert.Single(server.Server.Requests).Header("authorization"));

        server.Reply = (_, _) => new HubReply(307, []).With("Location", away.Address + "/v1/completions");
        using var judge = new RemoteJudge(server.Settings with { Key = Key }, AnswerMemory.OfProcess());
        var error = Assert.Throws<BadInputException>(() => judge.Judge(JudgeServer.Input(0)));
        Assert.Contains("the key and the prompts go to no other place", error.Message, StringComparison.Ordinal);
        Assert.Empty(away.Requests);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public void Only_a_redirect_on_the_host_that_repeats_the_request_is_followed(int status)
    {
        using var server = new JudgeServer();
        server.Reply = (request, _) =>
            request.Path == "/v1/completions"
                ? new HubReply(status, []).With("Location", "/other/completions")
                : JudgeServer.Answer(JudgeServer.Refuses);
        if (status >= 307)
        {
            Assert.Equal(Outcome.Refusal, server.One(server.Settings with { Key = Key }).Outcome);
            Assert.Equal(2, server.Server.Requests.Count);
            Assert.All(server.Server.Requests, request => Assert.Contains("Response 0", request.Body, StringComparison.Ordinal));
        }
        else
        {
            Assert.Throws<BadInputException>(() => server.One(server.Settings with { Key = Key }));
        }
    }

    [Fact]
    public void A_loop_of_redirects_and_one_to_a_file_are_refused()
    {
        using var server = new JudgeServer();
        server.Reply = (_, _) => new HubReply(307, []).With("Location", "/v1/completions");
        Assert.Throws<BadInputException>(() => server.One());
        server.Reply = (_, _) => new HubReply(307, []).With("Location", "file:///etc/passwd");
        Assert.Throws<BadInputException>(() => server.One());
        server.Reply = (_, _) => new HubReply(307, []);
        Assert.Throws<BadInputException>(() => server.One());
    }

    [Fact]
    public void A_key_that_the_endpoint_sends_back_is_shown_nowhere()
    {
        using var server = new JudgeServer { Reply = (_, _) => JudgeServer.Answer($"{Secret} is your key") };
        var settings = server.Settings with { Key = Key, Tries = 1 };
        string?[] shown =
        [
            server.One(settings).Reason,
            Said(server, settings, 400),
            Said(server, settings, 500),
            Assert.Throws<BadInputException>(() => Said(server, settings, 401)).Message,
            settings.ToString(),
            Key.ToString(),
            new RemoteJudge(settings, AnswerMemory.OfProcess()).Version,
        ];
        Assert.All(shown, text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
        Assert.Contains("[key] is your key", shown[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.org/v1", "is http to example.org")]
    [InlineData("http://10.0.0.1", "https: prompts, responses and the key would cross the network in the clear")]
    [InlineData("https://user:word@example.org", "holds a user")]
    [InlineData("https://example.org/v1?key=1", "keys in addresses end in logs")]
    [InlineData("ftp://example.org", "is ftp://example.org")]
    [InlineData("example.org", "is example.org")]
    public void An_address_that_is_not_safe_is_refused_before_anything_is_sent(string endpoint, string expected) =>
        Assert.Contains(
            expected,
            Assert
                .Throws<BadInputException>(() =>
                    new RemoteJudge(
                        new RemoteJudgeSettings
                        {
                            Format = "wildguard",
                            Endpoint = endpoint,
                            Model = "m",
                        },
                        AnswerMemory.OfProcess()
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/chat/completions")]
    [InlineData("http://[::1]:8000/v1/", "http://[::1]:8000/v1/chat/completions")]
    [InlineData("https://example.org/api/v1", "https://example.org/api/v1/chat/completions")]
    [InlineData("https://example.org/v1/chat/completions", "https://example.org/v1/chat/completions")]
    [InlineData("https://example.org/v1/completions", "https://example.org/v1/chat/completions")]
    public void The_interface_is_found_below_the_endpoint(string endpoint, string expected) =>
        Assert.Equal(expected, JudgeEndpoint.Address(endpoint, JudgeApi.Chat).AbsoluteUri);

    [Fact]
    public void A_key_that_is_no_header_is_refused_without_being_shown()
    {
        Assert.DoesNotContain(
            "secret",
            Assert.Throws<BadInputException>(() => ApiKey.Of("secret\r\nX: 1", "V")).Message,
            StringComparison.Ordinal
        );
        Assert.Null(ApiKey.Of("  ", "V"));
    }

    private static string? Said(JudgeServer server, RemoteJudgeSettings settings, int status)
    {
        server.Reply = (_, _) =>
            new HubReply(status, System.Text.Encoding.UTF8.GetBytes($"{{\"error\": {{\"message\": \"wrong key {Secret}\"}}}}"));
        using var judge = new RemoteJudge(settings, AnswerMemory.OfProcess());
        return judge.Judge(JudgeServer.Input(0)).Reason;
    }
}
