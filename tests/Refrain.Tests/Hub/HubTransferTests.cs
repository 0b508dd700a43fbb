using System.Diagnostics;

namespace Refrain.Tests.Hub;

public class HubTransferTests
{
    private const string Weights = "model.safetensors";

    [Fact]
    public async Task A_cut_connection_goes_on_where_it_was()
    {
        using var hub = Broken(request => request with { CutAfter = 700 }, first: 1);
        await hub.GetAsync();
        var asked = hub.Server.Of(Weights);
        Assert.Equal(2, asked.Count);
        Assert.Equal("bytes=700-", asked[1].Header("range"));
        Assert.Equal($"\"{hub.Etag(Weights)}\"", asked[1].Header("if-range"));
        Assert.Equal(hub.Files[Weights], await File.ReadAllBytesAsync(hub.Blob(Weights)));
    }

    [Fact]
    public async Task A_later_start_asks_for_the_rest_only()
    {
        using var hub = HubRepository.Tiny();
        Directory.CreateDirectory(Path.GetDirectoryName(hub.Blob(Weights))!);
        await File.WriteAllBytesAsync(hub.Blob(Weights) + ".incomplete", hub.Files[Weights][..900]);
        await hub.GetAsync();
        Assert.Equal("bytes=900-", Assert.Single(hub.Server.Of(Weights)).Header("range"));
        Assert.Equal(hub.Files[Weights], await File.ReadAllBytesAsync(hub.Blob(Weights)));
    }

    [Fact]
    public async Task A_whole_incomplete_file_needs_no_request_and_a_foreign_one_is_begun_anew()
    {
        using var hub = HubRepository.Tiny();
        Directory.CreateDirectory(Path.GetDirectoryName(hub.Blob(Weights))!);
        await File.WriteAllBytesAsync(hub.Blob(Weights) + ".incomplete", hub.Files[Weights]);
        await File.WriteAllBytesAsync(hub.Blob("config.json") + ".incomplete", new byte[50]);
        await hub.GetAsync();
        Assert.Empty(hub.Server.Of(Weights));
        Assert.Equal(["bytes=50-", null], hub.Server.Of("/config.json").Select(request => request.Header("range")));
        Assert.Equal(hub.Files["config.json"], await File.ReadAllBytesAsync(hub.Blob("config.json")));
    }

    [Fact]
    public async Task A_stalled_transfer_goes_on_where_it_was()
    {
        using var hub = Broken(request => request with { StallAfter = 600 }, first: 1);
        hub.Settings = hub.Settings with { DownloadTimeout = TimeSpan.FromMilliseconds(700) };
        await hub.GetAsync();
        Assert.Equal("bytes=600-", hub.Server.Of(Weights)[1].Header("range"));
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_is_read_from_the_start()
    {
        using var hub = HubRepository.Tiny();
        int asked = 0;
        hub.Reply = request =>
            request.Path.EndsWith(Weights, StringComparison.Ordinal)
                ? new HubReply(200, hub.Files[Weights]) { CutAfter = Interlocked.Increment(ref asked) == 1 ? 300 : null }
                : null;
        await hub.GetAsync();
        Assert.Equal(hub.Files[Weights], await File.ReadAllBytesAsync(hub.Blob(Weights)));
    }

    [Fact]
    public async Task A_transfer_that_never_gets_on_fails_and_keeps_what_came()
    {
        using var hub = Broken(request => request with { CutAfter = Math.Min(10, request.Body.Length) }, first: int.MaxValue);
        var error = await Assert.ThrowsAsync<IOException>(() => hub.GetAsync());
        Assert.Contains("are kept, and the same command continues", error.Message, StringComparison.Ordinal);
        Assert.Equal(50, new FileInfo(hub.Blob(Weights) + ".incomplete").Length);
        Assert.False(File.Exists(Path.Combine(hub.Snapshot, Weights)));
    }

    [Theory]
    [InlineData(Weights, "SHA-256")]
    [InlineData("config.json", "git hash")]
    public async Task Wrong_content_is_refused_and_nothing_of_it_stays(string path, string hash)
    {
        using var hub = HubRepository.Tiny();
        hub.Reply = request =>
            request.Path.EndsWith("/" + path, StringComparison.Ordinal) ? new HubReply(200, new byte[hub.Files[path].Length]) : null;
        string message = await hub.RefusalAsync();
        Assert.Contains($"{path}: does not have the content that its {hash} {hub.Etag(path)} names", message, StringComparison.Ordinal);
        AssertNothingOf(hub, path);
    }

    [Theory]
    [InlineData(+7, true)]
    [InlineData(+7, false)]
    [InlineData(-7, true)]
    public async Task A_wrong_size_is_refused_and_nothing_of_it_stays(int more, bool told)
    {
        using var hub = HubRepository.Tiny();
        hub.Reply = request =>
            request.Path.EndsWith(Weights, StringComparison.Ordinal)
                ? new HubReply(200, ((byte[])[.. hub.Files[Weights], .. new byte[7]])[..(hub.Files[Weights].Length + more)])
                {
                    Length = told ? null : -1,
                }
                : null;
        Assert.Contains($"expected {hub.Files[Weights].Length}, as the listing says", await hub.RefusalAsync(), StringComparison.Ordinal);
        AssertNothingOf(hub, Weights);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task Faults_of_the_server_pass(int status)
    {
        using var hub = HubRepository.Tiny();
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        hub.Reply = request =>
            seen.AddOrUpdate(request.Path, 1, (_, count) => count + 1) > 2 ? null : new HubReply(status, []) { Reset = status == 0 };
        await hub.GetAsync();
        Assert.Equal(3, hub.Server.Of(Weights).Count);
    }

    [Fact]
    public async Task A_server_that_asks_to_wait_is_waited_for()
    {
        using var hub = HubRepository.Tiny();
        int asked = 0;
        hub.Reply = request =>
            request.Path.StartsWith("/api", StringComparison.Ordinal) && Interlocked.Increment(ref asked) == 1
                ? new HubReply(429, []).With("Retry-After", "1")
                : null;
        var time = Stopwatch.StartNew();
        await hub.GetAsync();
        Assert.InRange(time.Elapsed.TotalSeconds, 0.95, 30);
        Assert.Contains("answered 429: waiting 1 seconds, as it asks", Assert.Single(hub.Notes), StringComparison.Ordinal);
        hub.Reply = _ => new HubReply(429, []).With("Retry-After", "86400");
        var error = await Assert.ThrowsAsync<IOException>(() => hub.GetAsync("org/tiny@refs/pr/1"));
        Assert.Contains("asks to wait 1440 minutes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_download_keeps_what_came()
    {
        using var hub = Broken(request => request with { StallAfter = 500 }, first: int.MaxValue);
        using var cancel = new CancellationTokenSource();
        Task<string> work = hub.GetAsync(cancel: cancel.Token);
        string part = hub.Blob(Weights) + ".incomplete";
        var limit = Stopwatch.StartNew();
        while (!(File.Exists(part) && new FileInfo(part).Length == 500) && limit.Elapsed < TimeSpan.FromSeconds(20))
        {
            await Task.Delay(20);
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        Assert.Equal(500, new FileInfo(part).Length);
        hub.Reply = null;
        await hub.GetAsync();
        Assert.Equal("bytes=500-", hub.Server.Of(Weights)[^1].Header("range"));
    }

    private static HubRepository Broken(Func<HubReply, HubReply> fault, int first)
    {
        var hub = HubRepository.Tiny();
        int asked = 0;
        hub.Reply = request =>
            request.Path.EndsWith(Weights, StringComparison.Ordinal) && Interlocked.Increment(ref asked) <= first
                ? fault(hub.Served(request, Weights))
                : null;
        return hub;
    }

    private static void AssertNothingOf(HubRepository hub, string path)
    {
        Assert.False(Path.Exists(Path.Combine(hub.Snapshot, path)));
        Assert.Null(new FileInfo(Path.Combine(hub.Snapshot, path)).LinkTarget);
        Assert.False(File.Exists(hub.Blob(path)));
        Assert.False(File.Exists(hub.Blob(path) + ".incomplete"));
    }
}
