namespace Refrain.Hub;

/// <summary>Finds a model in the cache, without a request.</summary>
internal static class CachedSnapshot
{
    /// <summary>
    /// The path of a model whose every needed file is there. Certain: optional files must be there or be known to be missing; else weights
    /// and configuration are enough.
    /// </summary>
    /// <returns>The snapshot's folder or .gguf file; null: something may be missing.</returns>
    public static string? Find(HubCache cache, HubName name, string commit, HubContent content, bool certain)
    {
        if (!Directory.Exists(cache.Snapshot(commit)))
        {
            return null;
        }

        if (ListingFile.Read(cache, commit) is { } listing)
        {
            var wanted = WantedFiles.Of(name, listing, content);
            HubPath.Check(name, wanted);
            return wanted.All(path => cache.Has(commit, path)) && Shards(cache, commit, wanted) is { }
                ? Result(cache, commit, wanted)
                : null;
        }

        if (name.File is { } file)
        {
            return cache.Has(commit, file) ? cache.Pointer(commit, file) : null;
        }

        bool small =
            content == HubContent.Tokenizer
                ? cache.Has(commit, WantedFiles.Tokenizer)
                : cache.Has(commit, WantedFiles.Config)
                    && (
                        cache.Has(commit, WantedFiles.Single)
                        || (cache.Has(commit, WantedFiles.Index) && Shards(cache, commit, [WantedFiles.Index]) is { })
                    );
        if (small)
        {
            return !certain || WantedFiles.Optional.All(path => cache.Has(commit, path) || cache.Lacks(commit, path))
                ? cache.Snapshot(commit)
                : null;
        }

        string[] ggufs = certain ? [] : [.. Directory.EnumerateFiles(cache.Snapshot(commit), "*.gguf").Take(2)];
        return ggufs is [var only] ? only : null;
    }

    /// <summary>What is opened: the GGUF, of a split one its first part, or else the snapshot's folder.</summary>
    public static string Result(HubCache cache, string commit, IReadOnlyList<string> wanted) =>
        wanted is [var first, ..] && first.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase)
            ? cache.Pointer(commit, first)
            : cache.Snapshot(commit);

    private static IReadOnlyList<string>? Shards(HubCache cache, string commit, IReadOnlyList<string> wanted)
    {
        if (!wanted.Contains(WantedFiles.Index))
        {
            return [];
        }

        var shards = ShardNames.Read(cache.Pointer(commit, WantedFiles.Index));
        return shards.All(path => HubPath.Problem(path) is null && cache.Has(commit, path)) ? shards : null;
    }
}
