using System.Text;
using Refrain.Hub;

namespace Refrain.Tests.Hub;

public class HubRefusalTests
{
    public static TheoryData<int, string?, string?, string?, string> Refusals =>
        new()
        {
            {
                401,
                "GatedRepo",
                "Access is restricted.",
                null,
                "org/tiny: is gated (401: Access is restricted.); expected an account that its authors let in. "
                    + "Accept the terms at ADDRESS/org/tiny, and set HF_TOKEN"
            },
            { 403, "GatedRepo", "Access is restricted.", "hf_secret", "with the account of the token in HF_TOKEN" },
            {
                401,
                null,
                "Invalid credentials in Authorization header",
                "hf_secret",
                "HF_TOKEN: holds a token that ADDRESS does not accept"
            },
            {
                401,
                null,
                "Invalid username or password.",
                null,
                "no model at ADDRESS that anyone may read; expected a path, or a model's name. "
                    + "Check the spelling; for a private model, set HF_TOKEN."
            },
            { 404, "RepoNotFound", "Repository not found", "hf_secret", "no model at ADDRESS that the token in HF_TOKEN may read" },
            { 404, "RevisionNotFound", "Invalid rev id", null, "has no revision main; expected a branch, tag or commit" },
            { 403, null, "Access to this resource is disabled.", null, "answered 403: Access to this resource is disabled." },
        };

    [Theory]
    [MemberData(nameof(Refusals), DisableDiscoveryEnumeration = true)]
    public async Task A_refusal_says_what_it_means_and_what_to_do(int status, string? code, string? said, string? token, string expected)
    {
        using var hub = HubRepository.Tiny();
        hub.Settings = hub.Settings with { Token = token };
        hub.Reply = request =>
        {
            HubReply reply = new(status, []);
            reply = code is null ? reply : reply.With("X-Error-Code", code);
            return said is null ? reply : reply.With("X-Error-Message", said);
        };
        string message = await hub.RefusalAsync();
        Assert.Contains(expected.Replace("ADDRESS", hub.Server.Address), message, StringComparison.Ordinal);
        Assert.DoesNotContain("hf_secret", message, StringComparison.Ordinal);
        Assert.Single(hub.Server.Requests);
        Assert.False(Directory.Exists(hub.Storage));
    }

    [Fact]
    public async Task A_file_that_is_gated_while_its_listing_is_not_is_refused_alike()
    {
        using var hub = HubRepository.Tiny();
        hub.Reply = request =>
            request.Path.Contains("/resolve/", StringComparison.Ordinal) ? new HubReply(401, []).With("X-Error-Code", "GatedRepo") : null;
        Assert.Contains("is gated (401)", await hub.RefusalAsync(), StringComparison.Ordinal);
        hub.Reply = request =>
            request.Path.Contains("/resolve/", StringComparison.Ordinal)
                ? new HubReply(404, []).With("X-Error-Code", "EntryNotFound")
                : null;
        Assert.Contains("lacks a file that its listing names", await hub.RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_and_not_in_the_cache()
    {
        using var hub = HubRepository.Tiny();
        hub.Settings = hub.Settings with { Offline = true };
        Assert.Contains("and HF_HUB_OFFLINE allows no request", await hub.RefusalAsync(), StringComparison.Ordinal);
        Assert.Empty(hub.Server.Requests);
    }

    [Fact]
    public async Task Without_a_network_the_cache_serves_and_says_so()
    {
        using var hub = HubRepository.Tiny();
        await hub.GetAsync();
        hub.Server.Dispose();
        Assert.Equal(hub.Snapshot, await hub.GetAsync());
        Assert.Contains("using the copy of commit 01234567 in the cache", Assert.Single(hub.Notes), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<IOException>(() => hub.GetAsync("org/other"));
        Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pickles_are_never_read()
    {
        using var hub = new HubRepository(("config.json", "{}"u8.ToArray()), ("pytorch_model.bin", new byte[5000]));
        string message = await hub.RefusalAsync();
        Assert.Contains(
            "has its weights only as pytorch_model.bin (5.00 kB): such files can run code when they are read; expected safetensors or GGUF",
            message,
            StringComparison.Ordinal
        );
        Assert.Single(hub.Server.Requests);
    }

    [Fact]
    public async Task One_gguf_is_taken_and_of_several_one_must_be_named()
    {
        using var hub = new HubRepository(("b-Q4_K_M.gguf", new byte[1500]), ("mmproj-b.gguf", [1]));
        Assert.Equal(Path.Combine(hub.Snapshot, "b-Q4_K_M.gguf"), await hub.GetAsync());
        hub.Files["sub/b-Q8_0.gguf"] = new byte[2500];
        Directory.Delete(hub.Storage, recursive: true);
        Assert.Contains(
            "holds 2 GGUF models: b-Q4_K_M.gguf (1.50 kB), sub/b-Q8_0.gguf (2.50 kB); expected one of them. "
                + "Name it after a colon: org/tiny:b-Q4_K_M.gguf",
            await hub.RefusalAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(Path.Combine(hub.Snapshot, "sub", "b-Q8_0.gguf"), await hub.GetAsync("org/tiny@main:sub/b-Q8_0.gguf"));
        Assert.Contains("is not in the repository, which has", await hub.RefusalAsync("org/tiny:c.gguf"), StringComparison.Ordinal);
        hub.Files["big-00001-of-00002.gguf"] = [1];
        File.Delete(Path.Combine(hub.Storage, "trees", HubRepository.Commit + ".json"));
        Assert.Contains(
            "has 1 of the 2 parts of big-00001-of-00002.gguf",
            await hub.RefusalAsync("org/tiny:big-00001-of-00002.gguf"),
            StringComparison.Ordinal
        );
        hub.Files["big-00002-of-00002.gguf"] = [2];
        File.Delete(Path.Combine(hub.Storage, "trees", HubRepository.Commit + ".json"));
        Assert.Equal(Path.Combine(hub.Snapshot, "big-00001-of-00002.gguf"), await hub.GetAsync("org/tiny:big-00002-of-00002.gguf"));
        Assert.Equal(
            [2],
            await File.ReadAllBytesAsync(Path.Combine(hub.Snapshot, "big-00002-of-00002.gguf"), TestContext.Current.CancellationToken)
        );
    }

    [Theory]
    [InlineData("../x.safetensors", "names other files than .safetensors beside it")]
    [InlineData("/etc/x.safetensors", "names other files than .safetensors beside it")]
    [InlineData("..\\\\x.safetensors", "a character that file names cannot have")]
    [InlineData("C:x.safetensors", "a character that file names cannot have")]
    [InlineData("a\\u0000.safetensors", "a character that file names cannot have")]
    [InlineData("a\\u001b.safetensors", "a character that file names cannot have")]
    [InlineData("con.safetensors", "is a device on Windows")]
    [InlineData("absent.safetensors", "lacks absent.safetensors, which its index names")]
    public async Task Tricks_in_the_names_of_shards_are_refused(string shard, string expected)
    {
        using var hub = HubRepository.Tiny();
        hub.Files.Remove("model.safetensors");
        hub.Files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes($$$"""{"weight_map": {"a": "{{{shard}}}"}}""");
        Assert.Contains(expected, await hub.RefusalAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(hub.Cache, "*.safetensors", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("../evil.gguf")]
    [InlineData("/tmp/evil.gguf")]
    [InlineData("a/../../evil.gguf")]
    [InlineData("a\\..\\evil.gguf")]
    [InlineData("C:\\evil.gguf")]
    [InlineData("a//evil.gguf")]
    [InlineData("nul/evil.gguf")]
    [InlineData("lpt1.gguf")]
    [InlineData("a./evil.gguf")]
    [InlineData(" evil.gguf")]
    public async Task Tricks_in_the_names_of_a_listing_are_refused_before_anything_is_written(string path)
    {
        using var hub = new HubRepository((path, [1, 2, 3]));
        Assert.Contains("whose name", await hub.RefusalAsync(), StringComparison.Ordinal);
        Assert.Single(hub.Server.Requests);
        Assert.False(Directory.Exists(hub.Cache));
    }

    [Fact]
    public void Long_names_and_names_that_differ_in_case_only_are_refused()
    {
        Assert.NotNull(HubPath.Problem(new string('a', 256)));
        Assert.NotNull(HubPath.Problem(string.Join('/', Enumerable.Repeat("aaaa", 300))));
        Assert.NotNull(HubPath.Problem(""));
        Assert.Null(HubPath.Problem("model-00001-of-00002.safetensors"));
        Assert.Null(HubPath.Problem("refs/pr/1"));
        Assert.Contains(
            "differ only in case",
            Assert.Throws<BadInputException>(() => HubPath.Check(new HubName("a/b"), ["a.json", "A.json"])).Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, string> HostileListings =>
        new()
        {
            { "", "no listing of a model" },
            { "[]", "sha: is missing or wrong" },
            { "{\"sha\": 3}", "sha: is missing or wrong" },
            { "{\"sha\": \"../../../../../../../../../../../../../xx\", \"siblings\": []}", "sha: is missing or wrong" },
            { $"{{\"sha\": \"{HubRepository.Commit}\"}}", "siblings: is missing or wrong" },
            { Listing("3"), "rfilename: is missing or wrong" },
            { Listing("{\"rfilename\": 3}"), "rfilename: is missing or wrong" },
            { Listing("{\"rfilename\": \"a\", \"size\": -1}"), "size: is missing or wrong" },
            { Listing("{\"rfilename\": \"a\", \"size\": 1e300}"), "size: is missing or wrong" },
            { Listing("{\"rfilename\": \"a\", \"blobId\": \"../../x\"}"), "blobId: is missing or wrong" },
            { Listing("{\"rfilename\": \"a\", \"lfs\": {\"sha256\": \"..\"}}"), "sha256: is missing or wrong" },
            { Listing("{\"rfilename\": \"a\"}, {\"rfilename\": \"a\"}"), "every file once" },
            { Listing("{\"rfilename\": \"\\ud800\"}"), "no listing of a model" },
            { Listing(string.Concat(Enumerable.Repeat("[", 1000))), "no listing of a model" },
            { Listing(string.Join(",", Enumerable.Repeat("{}", 100_001))), "at most 100000 files" },
            { new string(' ', 33 << 20), "answered with more than 33.6 MB of JSON" },
        };

    [Theory]
    [MemberData(nameof(HostileListings), DisableDiscoveryEnumeration = true)]
    public async Task A_hostile_listing_is_refused(string json, string expected)
    {
        using var hub = HubRepository.Tiny();
        hub.Reply = _ => new HubReply(200, Encoding.UTF8.GetBytes(json));
        Assert.Contains(expected, await hub.RefusalAsync(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(hub.Cache));
    }

    private static string Listing(string siblings) => $$"""{"sha": "{{HubRepository.Commit}}", "siblings": [{{siblings}}]}""";
}
