using Refrain.Ground.Net;

namespace Refrain.Hub;

/// <summary>Brings a model of the Hub into the cache and tells where it is.</summary>
internal sealed class HubDownload(HubSettings settings, Action<HubStep> progress, Action<string> note)
{
    private const int AtOnce = 4,
        MaximumListingBytes = 32 << 20;

    /// <summary>The path of a model: a folder, or a .gguf file. What is in the cache is not asked for again.</summary>
    /// <exception cref="BadInputException">There is no such model, it may not be read, or what came is damaged.</exception>
    /// <exception cref="IOException">The network failed, or the disk is full.</exception>
    public async Task<string> GetAsync(HubName name, HubContent content, CancellationToken cancel)
    {
        var cache = new HubCache(settings.Cache, name.Repository);
        string? known = cache.Commit(name.Revision);
        if (name.IsCommit && CachedSnapshot.Find(cache, name, known!, content, certain: true) is { } fixedOne)
        {
            return fixedOne;
        }

        string? cached = known is null ? null : CachedSnapshot.Find(cache, name, known, content, certain: false);
        if (settings.Offline)
        {
            return cached
                ?? throw new BadInputException(
                    name.ToString(),
                    $"is {(known is null ? "not" : "not wholly")} in {settings.Cache}, and HF_HUB_OFFLINE allows no request",
                    "a model that was downloaded before",
                    "Unset HF_HUB_OFFLINE once."
                );
        }

        using var client = new HubClient(settings);
        HubListing listing;
        try
        {
            // With a whole copy at hand, one try is enough.
            var rule = cached is null ? settings.Retries : settings.Retries with { Tries = 1 };
            listing = await rule.RunAsync(() => ListAsync(client, name, cancel), note, cancel).ConfigureAwait(false);
        }
        catch (TransientException error) when (cached is not null)
        {
            note($"{name}: {error.Message}: using the copy of commit {known![..8]} in the cache");
            return cached;
        }
        catch (TransientException error)
        {
            throw new IOException(
                $"{name}: {error.Message}. It is not in {settings.Cache} either; check the connection, HF_ENDPOINT and HTTPS_PROXY.",
                error
            );
        }

        return await FillAsync(client, cache, name, content, listing, cancel).ConfigureAwait(false);
    }

    private async Task<string> FillAsync(
        HubClient client,
        HubCache cache,
        HubName name,
        HubContent content,
        HubListing listing,
        CancellationToken cancel
    )
    {
        var wanted = WantedFiles.Of(name, listing, content);
        HubPath.Check(name, wanted);
        string[] weights = [.. wanted.Where(WantedFiles.IsWeights)];
        await FetchAsync(client, cache, name, listing, [.. wanted.Except(weights)], "configuration", cancel).ConfigureAwait(false);
        if (wanted.Contains(WantedFiles.Index))
        {
            weights = [.. ShardNames.Read(cache.Pointer(listing.Commit, WantedFiles.Index))];
            HubPath.Check(name, weights);
        }

        await FetchAsync(client, cache, name, listing, weights, "weights", cancel).ConfigureAwait(false);
        cache.Remember(name.Revision, listing, WantedFiles.Optional);
        return CachedSnapshot.Result(cache, listing.Commit, wanted);
    }

    private async Task FetchAsync(
        HubClient client,
        HubCache cache,
        HubName name,
        HubListing listing,
        string[] paths,
        string stage,
        CancellationToken cancel
    )
    {
        string[] missing = [.. paths.Where(path => !cache.Has(listing.Commit, path) || Damaged(cache, listing, path))];
        if (missing.Length == 0)
        {
            return;
        }

        var files = new List<HubFile>();
        foreach (string path in missing)
        {
            HubFile file = listing.Find(path)
                ?? throw new BadInputException(
                    name.ToString(),
                    $"lacks {BadInputException.Show(path)}, which its index names",
                    "all shards",
                    "Report it to the model's authors."
                );
            files.Add(
                file.Size is null || file.Etag is null
                    ? await AskAsync(client, name, listing.Commit, path, cancel).ConfigureAwait(false)
                    : file
            );
        }

        DiskSpace.Require(
            settings.Cache,
            files.Sum(file => Math.Max(0, file.Size!.Value - Present(cache, file))),
            $"what is to be downloaded of {name}",
            "HF_HOME names a cache elsewhere.",
            settings.FreeSpace(settings.Cache)
        );
        long total = files.Sum(file => file.Size!.Value);
        progress(new HubStep(stage, total, 0, false));
        try
        {
            await Parallel
                .ForEachAsync(
                    files,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
                    async (file, stop) =>
                        await new BlobDownload(
                            client,
                            cache,
                            settings,
                            name,
                            listing.Commit,
                            file,
                            (bytes, fetched) => progress(new HubStep(stage, total, bytes, fetched)),
                            note
                        )
                            .RunAsync(stop)
                            .ConfigureAwait(false)
                )
                .ConfigureAwait(false);
        }
        catch (TransientException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    private static bool Damaged(HubCache cache, HubListing listing, string path) =>
        listing.Find(path)?.Size is { } size && HubCache.Length(cache.Pointer(listing.Commit, path)) != size;

    private static long Present(HubCache cache, HubFile file) =>
        new FileInfo(cache.Blob(file.Etag!)) is { Exists: true } blob ? blob.Length
        : new FileInfo(cache.Incomplete(file.Etag!)) is { Exists: true } part ? part.Length
        : 0;

    private async Task<HubListing> ListAsync(HubClient client, HubName name, CancellationToken cancel)
    {
        Uri at = client.Address($"api/models/{name.Repository}/revision/{Uri.EscapeDataString(name.Revision)}?blobs=true");
        using HubAnswer answer = await client
            .SendAsync(name, to => new HttpRequestMessage(HttpMethod.Get, to), at, settings.QuestionTimeout, away: true, cancel)
            .ConfigureAwait(false);
        byte[] json = await HubBody.ReadAsync(answer.Message, MaximumListingBytes, settings.QuestionTimeout, cancel).ConfigureAwait(false);
        HubListing listing = HubListing.Parse(json, at.GetLeftPart(UriPartial.Path));
        if (name.IsCommit && listing.Commit != name.Revision)
        {
            throw new BadInputException(
                name.ToString(),
                $"was answered with the commit {listing.Commit}",
                name.Revision,
                "Check HF_ENDPOINT."
            );
        }

        if (answer.Moved && listing.Repository is { } now && now != name.Repository)
        {
            note($"{name.Repository} is now {BadInputException.Show(now)}");
        }

        return listing;
    }

    /// <summary>Size and etag of a file whose listing lacks them, as some mirrors' do.</summary>
    private async Task<HubFile> AskAsync(HubClient client, HubName name, string commit, string path, CancellationToken cancel)
    {
        Uri at = client.Address($"{name.Repository}/resolve/{commit}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");
        return await settings
            .Retries.RunAsync(
                async () =>
                {
                    using HubAnswer answer = await client
                        .SendAsync(
                            name,
                            to => new HttpRequestMessage(HttpMethod.Head, to),
                            at,
                            settings.QuestionTimeout,
                            away: false,
                            cancel
                        )
                        .ConfigureAwait(false);
                    return answer is { Etag: { } etag, Size: { } size }
                        ? new HubFile(path, size, etag)
                        : throw new BadInputException(
                            $"{name}: {BadInputException.Show(path)}",
                            $"is served by {settings.Endpoint} without X-Linked-Etag and size",
                            "the Hub's headers",
                            "Check HF_ENDPOINT."
                        );
                },
                note,
                cancel
            )
            .ConfigureAwait(false);
    }
}
