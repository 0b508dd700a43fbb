using System.Globalization;
using System.Text.Json.Serialization;
using Refrain.Inference.Sidecars;

namespace Refrain.Cli.Json;

/// <summary>What <c>refrain cache list --json</c> and <c>refrain cache clear --json</c> print.</summary>
internal sealed record CacheJson
{
    public int SchemaVersion { get; init; } = 1;

    public required string Folder { get; init; }

    /// <summary>Of the files.</summary>
    public required long Bytes { get; init; }

    /// <summary>Absent where the system does not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? BytesFree { get; init; }

    /// <summary>What lies there: of <c>list</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CachedFileJson>? Files { get; init; }

    /// <summary>What lay there: of <c>clear</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CachedFileJson>? Removed { get; init; }

    public static CacheJson OfList(string cache, IReadOnlyList<CachedSidecar> files) =>
        Of(cache, files) with
        {
            Files = [.. files.Select(CachedFileJson.Of)],
        };

    public static CacheJson OfClear(string cache, IReadOnlyList<CachedSidecar> removed) =>
        Of(cache, removed) with
        {
            Removed = [.. removed.Select(CachedFileJson.Of)],
        };

    private static CacheJson Of(string cache, IReadOnlyList<CachedSidecar> files)
    {
        string folder = SidecarFolder.In(cache);
        return new()
        {
            Folder = folder,
            Bytes = files.Sum(file => file.Bytes),
            BytesFree = DiskSpace.Free(folder),
        };
    }
}

/// <summary>A file of prepared weights.</summary>
internal sealed record CachedFileJson
{
    public required string File { get; init; }

    public string? Model { get; init; }

    public string? Path { get; init; }

    public required string Kind { get; init; }

    public required string Hash { get; init; }

    public required long Bytes { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    public string? Written { get; init; }

    /// <summary>ISO 8601, UTC.</summary>
    public required string LastUsed { get; init; }

    public required string State { get; init; }

    public required bool InUse { get; init; }

    public static CachedFileJson Of(CachedSidecar file) =>
        new()
        {
            File = System.IO.Path.GetFileName(file.File),
            Model = file.Model,
            Path = file.Path,
            Kind = file.Kind,
            Hash = file.Hash,
            Bytes = file.Bytes,
            Written = file.Written?.ToString("O", CultureInfo.InvariantCulture),
            LastUsed = file.LastUsed.ToString("O", CultureInfo.InvariantCulture),
            State = file.State.ToString().ToLowerInvariant(),
            InUse = file.InUse,
        };
}
