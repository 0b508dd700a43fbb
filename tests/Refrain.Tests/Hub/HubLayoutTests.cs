using System.Text.Json;
using Refrain.Checkpoints;
using Refrain.Hub;

namespace Refrain.Tests.Hub;

public class HubLayoutTests
{
    private static readonly string[] Needed = ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"];

    [Fact]
    public async Task A_download_leaves_what_the_python_client_leaves()
    {
        using var hub = HubRepository.Tiny();
        Assert.Equal(hub.Snapshot, await hub.GetAsync());
        Assert.Equal(Needed, Directory.GetFileSystemEntries(hub.Snapshot).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            Needed.Select(hub.Etag).Order(StringComparer.Ordinal),
            Directory.GetFileSystemEntries(Path.Combine(hub.Storage, "blobs")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        foreach (string path in Needed)
        {
            Assert.Equal(Path.Combine("..", "..", "blobs", hub.Etag(path)), new FileInfo(Path.Combine(hub.Snapshot, path)).LinkTarget);
            Assert.Equal(hub.Files[path], await File.ReadAllBytesAsync(Path.Combine(hub.Snapshot, path)));
            Assert.True(File.Exists(Path.Combine(hub.Cache, ".locks", "models--org--tiny", hub.Etag(path) + ".lock")));
        }

        Assert.Equal(HubRepository.Commit, await File.ReadAllTextAsync(Path.Combine(hub.Storage, "refs", "main")));
        Assert.Equal(
            ["added_tokens.json", "chat_template.jinja", "chat_template.json", "generation_config.json", "special_tokens_map.json"],
            Directory
                .GetFiles(Path.Combine(hub.Storage, ".no_exist", HubRepository.Commit))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
        using var tree = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(hub.Storage, "trees", HubRepository.Commit + ".json"))
        );
        Assert.Equal(
            hub.Etag("model.safetensors"),
            tree.RootElement.GetProperty("files").GetProperty("model.safetensors").GetProperty("lfs_sha256").GetString()
        );
        Assert.StartsWith(
            "Signature: 8a477f597d28d172789f06886806bc55",
            await File.ReadAllTextAsync(Path.Combine(hub.Cache, "CACHEDIR.TAG")),
            StringComparison.Ordinal
        );
        Assert.Empty(Directory.GetFiles(hub.Storage, "*.incomplete", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_snapshot_is_opened_through_its_links_and_tells_name_and_commit()
    {
        using var hub = HubRepository.Tiny();
        using var checkpoint = Checkpoint.Open(await hub.GetAsync());
        Assert.Equal((HubRepository.Name, HubRepository.Commit), (checkpoint.Name, checkpoint.Revision));
        Assert.Equal([0f, 1f, 2f], checkpoint.Read("model.norm.weight")[..3]);
    }

    [Fact]
    public async Task What_is_there_is_not_fetched_again()
    {
        using var hub = HubRepository.Tiny();
        await hub.GetAsync();
        hub.Server.Requests.Clear();
        await hub.GetAsync();
        Assert.Equal($"/api/models/{HubRepository.Name}/revision/main", Assert.Single(hub.Server.Requests).Path);
        hub.Server.Requests.Clear();
        Assert.Equal(hub.Snapshot, await hub.GetAsync($"{HubRepository.Name}@{HubRepository.Commit}"));
        hub.Settings = hub.Settings with { Offline = true };
        Assert.Equal(hub.Snapshot, await hub.GetAsync());
        Assert.Empty(hub.Server.Requests);
    }

    [Fact]
    public async Task A_snapshot_of_the_python_client_without_listing_is_taken_offline_and_filled_online()
    {
        using var hub = HubRepository.Tiny();
        await hub.GetAsync();
        Directory.Delete(Path.Combine(hub.Storage, "trees"), recursive: true);
        Directory.Delete(Path.Combine(hub.Storage, ".no_exist"), recursive: true);
        File.Delete(Path.Combine(hub.Snapshot, "tokenizer_config.json"));
        hub.Server.Requests.Clear();
        var online = hub.Settings;
        hub.Settings = online with { Offline = true };
        Assert.Equal(hub.Snapshot, await hub.GetAsync());
        Assert.Empty(hub.Server.Requests);
        hub.Settings = online;
        await hub.GetAsync($"{HubRepository.Name}@{HubRepository.Commit}");
        Assert.Single(hub.Server.Requests); // The blob was still there: the listing, and no file.
        Assert.True(File.Exists(Path.Combine(hub.Snapshot, "tokenizer_config.json")));
    }

    [Theory]
    [InlineData("deleted blob")]
    [InlineData("damaged copy")]
    public async Task A_file_whose_blob_is_gone_or_whose_copy_is_damaged_is_repaired(string damage)
    {
        using var hub = HubRepository.Tiny();
        await hub.GetAsync();
        string pointer = Path.Combine(hub.Snapshot, "tokenizer.json");
        if (damage == "deleted blob")
        {
            File.Delete(hub.Blob("tokenizer.json"));
            var online = hub.Settings;
            hub.Settings = online with { Offline = true };
            await Assert.ThrowsAsync<BadInputException>(() => hub.GetAsync());
            hub.Settings = online;
        }
        else
        {
            File.Delete(pointer);
            await File.WriteAllBytesAsync(pointer, [1], TestContext.Current.CancellationToken);
        }

        await hub.GetAsync();
        Assert.Equal(hub.Files["tokenizer.json"], await File.ReadAllBytesAsync(pointer, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Where_links_cannot_be_made_files_stand_in_the_snapshot()
    {
        using var hub = HubRepository.Tiny();
        hub.Settings = hub.Settings with { NoSymbolicLinks = true };
        await hub.GetAsync();
        Assert.All(Needed, path => Assert.Null(new FileInfo(Path.Combine(hub.Snapshot, path)).LinkTarget));
        Assert.Empty(Directory.GetFiles(Path.Combine(hub.Storage, "blobs")));
        hub.Server.Requests.Clear();
        await hub.GetAsync();
        Assert.Single(hub.Server.Requests);
    }

    [Fact]
    public async Task A_branch_with_slashes_is_a_path_of_refs()
    {
        using var hub = HubRepository.Tiny();
        await hub.GetAsync("hf://org/tiny@refs/pr/1");
        Assert.Equal(HubRepository.Commit, await File.ReadAllTextAsync(Path.Combine(hub.Storage, "refs", "refs", "pr", "1")));
    }

    [Fact]
    public async Task Shards_are_those_that_the_index_names()
    {
        using var hub = HubRepository.Tiny();
        byte[] weights = hub.Files["model.safetensors"];
        hub.Files.Remove("model.safetensors");
        hub.Files["model-00001-of-00002.safetensors"] = weights;
        hub.Files["model-00002-of-00002.safetensors"] = [1, 2, 3];
        hub.Files["other.safetensors"] = [4];
        hub.Files["model.safetensors.index.json"] =
            """{"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}"""u8.ToArray();
        await hub.GetAsync();
        Assert.Equal(
            ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"],
            Directory
                .GetFiles(hub.Snapshot, "*model-*")
                .Concat(Directory.GetFiles(hub.Snapshot, "*.index.json"))
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
        );
        Assert.False(File.Exists(Path.Combine(hub.Snapshot, "other.safetensors")));
    }

    [Fact]
    public async Task The_tokenizer_alone_takes_no_weights()
    {
        using var hub = HubRepository.Tiny();
        hub.Files["additional_chat_templates/tool.jinja"] = "{{ x }}"u8.ToArray();
        await hub.GetAsync(content: HubContent.Tokenizer);
        Assert.Equal(
            ["additional_chat_templates", "tokenizer.json", "tokenizer_config.json"],
            Directory.GetFileSystemEntries(hub.Snapshot).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            Path.Combine("..", "..", "..", "blobs", hub.Etag("additional_chat_templates/tool.jinja")),
            new FileInfo(Path.Combine(hub.Snapshot, "additional_chat_templates", "tool.jinja")).LinkTarget
        );
        await hub.GetAsync();
        Assert.True(File.Exists(Path.Combine(hub.Snapshot, "model.safetensors")));
    }

    [Fact]
    public async Task A_server_whose_listing_has_no_sizes_is_asked_for_each_file()
    {
        using var hub = HubRepository.Tiny();
        hub.Blobs = false;
        await hub.GetAsync();
        Assert.Equal(Needed.Length, hub.Server.Requests.Count(request => request.Method == "HEAD"));
        Assert.Equal(
            Path.Combine("..", "..", "blobs", hub.Etag("model.safetensors")),
            new FileInfo(Path.Combine(hub.Snapshot, "model.safetensors")).LinkTarget
        );
    }

    [Fact]
    public async Task Two_at_once_fetch_every_file_once()
    {
        using var hub = HubRepository.Tiny();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.GetAsync()));
        Assert.All(Needed, path => Assert.Single(hub.Server.Of("/" + path)));
    }

    [Fact]
    public async Task A_disk_without_room_is_refused_with_numbers_before_weights_are_fetched()
    {
        using var hub = HubRepository.Tiny();
        hub.Settings = hub.Settings with { FreeSpace = _ => 1000 };
        var error = await Assert.ThrowsAsync<BadInputException>(() => hub.GetAsync());
        Assert.Contains("has 1.00 kB free; expected", error.Message, StringComparison.Ordinal);
        Assert.Empty(hub.Server.Of("model.safetensors"));
    }
}
