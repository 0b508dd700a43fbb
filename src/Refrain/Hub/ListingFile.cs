using System.Text.Json;

namespace Refrain.Hub;

/// <summary>
/// Keeps listings as <c>trees/COMMIT.json</c>, where the Python client keeps its own: with one, a snapshot's completeness is known without
/// a request.
/// </summary>
internal static class ListingFile
{
    private const int Version = 1;
    private const long MaximumBytes = 64 << 20;

    /// <summary>The kept listing; null: none, or none that can be used.</summary>
    public static HubListing? Read(HubCache cache, string commit)
    {
        try
        {
            var file = new FileInfo(cache.Listing(commit));
            if (!file.Exists || file.Length > MaximumBytes)
            {
                return null;
            }

            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file.FullName), new JsonDocumentOptions { MaxDepth = 16 });
            JsonElement root = document.RootElement;
            return root.GetProperty("format_version").GetInt32() == Version
                ? new HubListing(commit, [.. root.GetProperty("files").EnumerateObject().Select(Entry)])
                : null;
        }
        catch (Exception error)
            when (error
                    is IOException
                        or UnauthorizedAccessException
                        or JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or FormatException
            )
        {
            return null; // It only saves a request.
        }
    }

    /// <summary>Keeps a listing whose every file has a size and a blob; failures leave no trace.</summary>
    public static void Write(HubCache cache, HubListing listing)
    {
        string path = cache.Listing(listing.Commit);
        if (File.Exists(path) || listing.Files.Any(file => file.Size is null || file.BlobId is null || file.Etag is null))
        {
            return;
        }

        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, IndentSize = 1 }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format_version", Version);
            writer.WriteStartObject("files");
            foreach (HubFile file in listing.Files.OrderBy(file => file.Path, StringComparer.Ordinal))
            {
                writer.WriteStartObject(file.Path);
                writer.WriteNumber("size", file.Size!.Value);
                writer.WriteString("blob_id", file.BlobId);
                if (file.Large)
                {
                    writer.WriteString("lfs_sha256", file.Etag);
                    writer.WriteNumber("lfs_size", file.Size!.Value);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        HubCache.TryWrite(path, buffer.ToArray());
    }

    private static HubFile Entry(JsonProperty entry)
    {
        string blob = entry.Value.GetProperty("blob_id").GetString()!;
        string? sha = entry.Value.TryGetProperty("lfs_sha256", out JsonElement value) ? value.GetString() : null;
        return new HubFile(entry.Name, entry.Value.GetProperty("size").GetInt64(), HubFile.Normalise(sha ?? blob)) { BlobId = blob };
    }
}
