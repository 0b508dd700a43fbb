using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Refrain.Hub;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.Hub;

/// <summary>
/// A repository on a server of the test's own that speaks as the Hub does, an empty cache, and the settings that bring them together.
/// </summary>
internal sealed class HubRepository : IDisposable
{
    public const string Name = "org/tiny",
        Commit = "0123456789abcdef0123456789abcdef01234567";

    private readonly TemporaryFolder folder = new();

    public HubRepository(params (string Path, byte[] Content)[] files)
    {
        foreach ((string path, byte[] content) in files)
        {
            Files[path] = content;
        }

        Server = new HubServer(request => Reply?.Invoke(request) ?? Answer(request));
        Settings = new HubSettings
        {
            Endpoint = Server.Address,
            Cache = folder.File("hub"),
            RetryPause = TimeSpan.FromMilliseconds(5),
            DownloadTimeout = TimeSpan.FromSeconds(10),
            QuestionTimeout = TimeSpan.FromSeconds(10),
        };
    }

    /// <summary>A llama of one layer with a tokenizer's files; contents that only the transfer looks at.</summary>
    public static HubRepository Tiny()
    {
        using var model = new TemporaryFolder();
        model.WriteTinyLlama();
        return new HubRepository(
            ("config.json", File.ReadAllBytes(model.File("config.json"))),
            ("model.safetensors", File.ReadAllBytes(model.File("model.safetensors"))),
            ("tokenizer.json", "{\"model\": {}}"u8.ToArray()),
            ("tokenizer_config.json", "{}"u8.ToArray()),
            ("pytorch_model.bin", "pickle"u8.ToArray()),
            ("README.md", "# Tiny"u8.ToArray())
        );
    }

    public Dictionary<string, byte[]> Files { get; } = [];

    public HubServer Server { get; }

    public HubSettings Settings { get; set; }

    /// <summary>Answers in place of the Hub; null: the Hub answers.</summary>
    public Func<HubRequest, HubReply?>? Reply { get; set; }

    /// <summary>Whether listings have sizes and blobs.</summary>
    public bool Blobs { get; set; } = true;

    public List<string> Notes { get; } = [];

    public string Cache => folder.File("hub");

    public string Storage => Path.Combine(Cache, "models--org--tiny");

    public string Snapshot => Path.Combine(Storage, "snapshots", Commit);

    public Task<string> GetAsync(string name = Name, HubContent content = HubContent.Model, CancellationToken cancel = default) =>
        new HubDownload(Settings, _ => { }, Note).GetAsync(HubName.Parse(name)!, content, cancel);

    public async Task<string> RefusalAsync(string name = Name, HubContent content = HubContent.Model) =>
        (await Assert.ThrowsAsync<BadInputException>(() => GetAsync(name, content))).Message;

    /// <summary>The etag that the Hub gives: large files (here: weights) by SHA-256, others by git's SHA-1.</summary>
    public string Etag(string path) => IsLarge(path) ? Sha256(Files[path]) : Git(Files[path]);

    public string Blob(string path) => Path.Combine(Storage, "blobs", Etag(path));

    public static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string Git(byte[] content) =>
        Convert.ToHexStringLower(
            SHA1.HashData([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")), .. content])
        );

    /// <summary>The file, or the part of it that the request's range asks for.</summary>
    public HubReply Served(HubRequest request, string path)
    {
        byte[] content = Files[path];
        int from = request.Header("range") is { } range ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;
        var reply =
            from == 0 ? new HubReply(200, content)
            : from < content.Length
                ? new HubReply(206, content[from..]).With(
                    "Content-Range",
                    string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{content.Length - 1}/{content.Length}")
                )
            : new HubReply(416, []);
        return reply.With("ETag", $"\"{Etag(path)}\"").With("X-Repo-Commit", Commit);
    }

    public byte[] Listing() =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["id"] = Name,
                ["sha"] = Commit,
                ["siblings"] = new JsonArray([.. Files.Select(file => Sibling(file.Key, file.Value))]),
            }.ToJsonString()
        );

    public void Dispose()
    {
        Server.Dispose();
        folder.Dispose();
    }

    private HubReply Answer(HubRequest request)
    {
        if (request.Path.StartsWith($"/api/models/{Name}/revision/", StringComparison.Ordinal))
        {
            return request.Path[(request.Path.LastIndexOf('/') + 1)..] is "main" or "refs%2Fpr%2F1" or Commit
                ? new HubReply(200, Listing())
                : new HubReply(404, []).With("X-Error-Code", "RevisionNotFound");
        }

        string start = $"/{Name}/resolve/{Commit}/";
        return !request.Path.StartsWith(start, StringComparison.Ordinal)
                ? new HubReply(401, []).With("X-Error-Message", "Invalid username or password.")
            : Uri.UnescapeDataString(request.Path[start.Length..]) is var path && Files.ContainsKey(path) ? Served(request, path)
            : new HubReply(404, []).With("X-Error-Code", "EntryNotFound");
    }

    private JsonNode Sibling(string path, byte[] content)
    {
        var sibling = new JsonObject { ["rfilename"] = path };
        if (Blobs)
        {
            sibling["size"] = content.Length;
            sibling["blobId"] = Git(content);
            if (IsLarge(path))
            {
                sibling["lfs"] = new JsonObject
                {
                    ["sha256"] = Sha256(content),
                    ["size"] = content.Length,
                    ["pointerSize"] = 131,
                };
            }
        }

        return sibling;
    }

    private void Note(string text)
    {
        lock (Notes)
        {
            Notes.Add(text);
        }
    }

    private static bool IsLarge(string path) =>
        path.EndsWith(".safetensors", StringComparison.Ordinal)
        || path.EndsWith(".gguf", StringComparison.Ordinal)
        || path.EndsWith(".bin", StringComparison.Ordinal);
}
