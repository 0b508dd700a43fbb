using System.Text.Json;

namespace Refrain.Hub;

/// <summary>What a repository holds at a commit.</summary>
/// <param name="Commit">The full commit.</param>
/// <param name="Files">Its files.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<HubFile> Files)
{
    private const int MostFiles = 100_000,
        MaximumDepth = 64;
    private const long LargestFile = 1L << 46; // so that sums of many cannot overflow

    /// <summary>The repository's name as the server gives it: another one when it has moved.</summary>
    public string? Repository { get; init; }

    public HubFile? Find(string path) => Files.FirstOrDefault(file => file.Path == path);

    /// <summary>Reads the answer of <c>/api/models/NAME/revision/REVISION?blobs=true</c>, which is hostile until checked.</summary>
    /// <exception cref="BadInputException">It is not what the Hub answers.</exception>
    public static HubListing Parse(ReadOnlyMemory<byte> json, string place)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            JsonElement root = document.RootElement;
            string commit =
                Text(root, "sha") is { } sha && HubName.IsCommitHash(sha) ? sha : throw Wrong(place, "sha", "40 hexadecimal digits");
            if (root.TryGetProperty("siblings", out JsonElement list) is false || list.ValueKind != JsonValueKind.Array)
            {
                throw Wrong(place, "siblings", "a list of files");
            }

            if (list.GetArrayLength() > MostFiles)
            {
                throw Wrong(place, "siblings", $"at most {MostFiles} files");
            }

            HubFile[] files = [.. list.EnumerateArray().Select((item, index) => File(item, $"{place}: siblings[{index}]"))];
            return files.DistinctBy(file => file.Path).Count() == files.Length
                ? new HubListing(commit, files) { Repository = Text(root, "id") }
                : throw Wrong(place, "siblings", "every file once");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new BadInputException(
                place,
                $"answered what is no listing of a model ({BadInputException.Show(error.Message)})",
                "the Hub's JSON",
                "Check HF_ENDPOINT.",
                error
            );
        }
    }

    private static HubFile File(JsonElement item, string place)
    {
        string path = Text(item, "rfilename") ?? throw Wrong(place, "rfilename", "a path");
        string? blob = Hash(item, "blobId", 40, place);
        long? size = Size(item, place);
        if (item.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object)
        {
            return new HubFile(path, Size(lfs, place) ?? size, Hash(lfs, "sha256", 64, place)) { BlobId = blob };
        }

        return new HubFile(path, size, blob) { BlobId = blob };
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? Hash(JsonElement element, string name, int length, string place) =>
        !element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String
        && value.GetString() is { } hash
        && hash.Length == length
        && hash.All(char.IsAsciiHexDigitLower)
            ? hash
        : throw Wrong(place, name, $"{length} hexadecimal digits");

    private static long? Size(JsonElement element, string place) =>
        !element.TryGetProperty("size", out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long size) && size is >= 0 and <= LargestFile ? size
        : throw Wrong(place, "size", "a number of bytes");

    private static BadInputException Wrong(string place, string what, string expected) =>
        new($"{place}: {what}", "is missing or wrong", expected, "Check HF_ENDPOINT.");
}
