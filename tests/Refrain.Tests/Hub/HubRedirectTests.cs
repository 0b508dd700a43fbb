namespace Refrain.Tests.Hub;

public class HubRedirectTests
{
    private const string Weights = "model.safetensors";

    [Theory]
    [InlineData(302)]
    [InlineData(307)]
    public async Task Another_host_serves_without_the_token(int status)
    {
        using var hub = HubRepository.Tiny();
        using var away = new HubServer(request => hub.Served(request, Weights));
        hub.Settings = hub.Settings with { Token = "hf_secret" };
        hub.Reply = request =>
            request.Path.EndsWith(Weights, StringComparison.Ordinal)
                ? new HubReply(status, [])
                    .With("Location", away.Address + "/signed?key=1")
                    .With("X-Linked-Etag", $"\"{hub.Etag(Weights)}\"")
                    .With("X-Repo-Commit", HubRepository.Commit)
                : null;
        await hub.GetAsync();
        Assert.All(hub.Server.Requests, request => Assert.Equal("Bearer hf_secret", request.Header("authorization")));
        Assert.Null(Assert.Single(away.Requests).Header("authorization"));
        Assert.Equal(hub.Files[Weights], await File.ReadAllBytesAsync(hub.Blob(Weights)));
    }

    [Fact]
    public async Task The_token_does_not_come_back_with_a_redirect_that_leads_home()
    {
        using var hub = HubRepository.Tiny();
        using var away = new HubServer(_ => new HubReply(302, []).With("Location", hub.Server.Address + "/home"));
        hub.Settings = hub.Settings with { Token = "hf_secret" };
        hub.Reply = request =>
            request.Path == "/home" ? hub.Served(request, Weights)
            : request.Path.EndsWith(Weights, StringComparison.Ordinal) ? new HubReply(302, []).With("Location", away.Address + "/x")
            : null;
        await hub.GetAsync();
        Assert.Null(Assert.Single(hub.Server.Of("/home")).Header("authorization"));
    }

    [Fact]
    public async Task A_signed_address_that_ran_out_is_asked_for_anew()
    {
        using var hub = HubRepository.Tiny();
        int asked = 0;
        using var away = new HubServer(request =>
            Interlocked.Increment(ref asked) == 1 ? new HubReply(403, []) : hub.Served(request, Weights)
        );
        hub.Reply = request =>
            request.Path.EndsWith(Weights, StringComparison.Ordinal) ? new HubReply(302, []).With("Location", away.Address + "/x") : null;
        await hub.GetAsync();
        Assert.Equal(2, hub.Server.Of(Weights).Count);
    }

    [Fact]
    public async Task A_model_that_moved_is_followed_with_the_token_and_told()
    {
        using var hub = HubRepository.Tiny();
        hub.Settings = hub.Settings with { Token = "hf_secret" };
        hub.Reply = request =>
            request.Path.Contains("/old/name/", StringComparison.Ordinal)
                ? new HubReply(307, []).With(
                    "Location",
                    request.Path.Replace("old/name", HubRepository.Name) + (request.Query.Length > 0 ? "?" + request.Query : "")
                )
                : null;
        string path = await hub.GetAsync("old/name");
        Assert.Equal(Path.Combine(hub.Cache, "models--old--name", "snapshots", HubRepository.Commit), path);
        Assert.Equal("old/name is now org/tiny", Assert.Single(hub.Notes));
        Assert.All(hub.Server.Requests, request => Assert.Equal("Bearer hf_secret", request.Header("authorization")));
    }

    [Fact]
    public async Task A_loop_of_redirects_ends()
    {
        using var hub = HubRepository.Tiny();
        hub.Reply = request => new HubReply(302, []).With("Location", request.Path);
        Assert.Contains("was redirected more than 10 times", await hub.RefusalAsync(), StringComparison.Ordinal);
        Assert.Equal(11, hub.Server.Requests.Count);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData(null)]
    public async Task A_redirect_to_something_else_than_the_web_is_refused(string? location)
    {
        using var hub = HubRepository.Tiny();
        hub.Reply = _ => location is null ? new HubReply(302, []) : new HubReply(302, []).With("Location", location);
        Assert.Contains("redirects to", await hub.RefusalAsync(), StringComparison.Ordinal);
    }
}
