using System.Net;
using System.Net.Http.Headers;
using Refrain.Ground.Net;

namespace Refrain.Hub;

/// <summary>
/// Downloads one file to its blob: whole, checked, or not at all; what came before an interruption is kept for the next start.
/// </summary>
internal sealed class BlobDownload(
    HubClient client,
    HubCache cache,
    HubSettings settings,
    HubName name,
    string commit,
    HubFile file,
    Action<long, bool> progress,
    Action<string> note
)
{
    // Tries that bring less than this count as failures in a row.
    private const long Headway = 1 << 20;

    private readonly string etag = file.Etag!;
    private readonly long size = file.Size!.Value;
    private EntityTagHeaderValue? served; // The last server's own tag: a file that changed between two tries is not joined.

    private string Place => $"{name.Repository}@{commit[..8]}: {BadInputException.Show(file.Path)}";

    /// <summary>Leaves the file in the snapshot. A blob that is there already is only linked.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        string pointer = cache.Pointer(commit, file.Path),
            blob = cache.Blob(etag);
        using var held = await BlobLock.TakeAsync(cache.Lock(etag), note, cancel).ConfigureAwait(false);
        if (Whole(pointer) || Whole(blob))
        {
            RemoveDamaged(pointer);
            BlobLink.Make(blob, pointer, fresh: false, settings);
            progress(size, false);
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        for (bool again = true; ; again = false)
        {
            bool resumed = await FetchOrForgetAsync(cancel).ConfigureAwait(false);
            if (Matches(cache.Incomplete(etag)))
            {
                break;
            }

            File.Delete(cache.Incomplete(etag));
            progress(-size, false);
            if (!resumed || !again)
            {
                throw new BadInputException(
                    Place,
                    $"does not have the content that its {(etag.Length == 64 ? "SHA-256" : "git hash")} {etag} names",
                    "an undamaged download",
                    "Run the command again; if it stays, a proxy or mirror changes files."
                );
            }

            // What an earlier start left may be of another program: once more from the beginning.
        }

        File.Move(cache.Incomplete(etag), blob, overwrite: true);
        RemoveDamaged(pointer);

        BlobLink.Make(blob, pointer, fresh: true, settings);
    }

    /// <summary>Removes a damaged copy, or a link that leads nowhere, from the snapshot.</summary>
    private void RemoveDamaged(string pointer)
    {
        if (File.Exists(pointer) && !Whole(pointer))
        {
            File.Delete(pointer);
        }
    }

    private bool Whole(string path) => HubCache.Length(path) == size;

    private async Task<bool> FetchOrForgetAsync(CancellationToken cancel)
    {
        try
        {
            return await FetchAsync(cancel).ConfigureAwait(false);
        }
        catch (BadInputException)
        {
            File.Delete(cache.Incomplete(etag)); // Refused or of a wrong size: nothing to continue from.
            throw;
        }
    }

    /// <summary>Brings the incomplete file to its size, however often the connection breaks.</summary>
    /// <returns>Whether an earlier start's bytes are part of it.</returns>
    private async Task<bool> FetchAsync(CancellationToken cancel)
    {
        using var target = new FileStream(
            cache.Incomplete(etag),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 0
        );
        if (target.Length > size)
        {
            target.SetLength(0);
        }

        bool resumed = target.Length > 0;
        progress(target.Length, false);
        int failed = 0;
        long mark = target.Length;
        while (target.Length < size)
        {
            try
            {
                resumed &= await TryAsync(target, cancel).ConfigureAwait(false);
            }
            catch (TransientException error)
            {
                failed = target.Length - mark >= Headway ? 1 : failed + 1;
                mark = Math.Max(0, target.Length);
                if (failed >= settings.Retries.Tries)
                {
                    throw new TransientException(
                        $"{Place}: {error.Message}; {ByteSize.Text(target.Length)} of {ByteSize.Text(size)} are kept, "
                            + $"and the same command continues",
                        inner: error
                    );
                }

                await settings.Retries.PauseAsync(failed, error, note, cancel).ConfigureAwait(false);
            }
        }

        target.Flush(flushToDisk: true);
        return resumed;
    }

    /// <summary>One request for the rest.</summary>
    /// <returns>False when the file had to be begun anew.</returns>
    private async Task<bool> TryAsync(FileStream target, CancellationToken cancel)
    {
        long from = target.Length;
        string path = $"{name.Repository}/resolve/{commit}/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}";
        using HubAnswer answer = await client
            .SendAsync(name, at => Request(at, from), client.Address(path), settings.DownloadTimeout, away: true, cancel)
            .ConfigureAwait(false);
        if (answer.Commit is { } other && other != commit)
        {
            throw new BadInputException(
                Place,
                $"was served from the commit {BadInputException.Show(other)}",
                commit,
                "Run the command again."
            );
        }

        HttpResponseMessage message = answer.Message;
        bool joined =
            message.StatusCode == HttpStatusCode.PartialContent
            && message.Content.Headers.ContentRange is { } range
            && range.From == from
            && (range.Length ?? size) == size;
        if (!joined && from > 0)
        {
            progress(-from, false);
            target.SetLength(0);
        }

        if (message.StatusCode != HttpStatusCode.OK && !joined)
        {
            served = null;
            throw new TransientException($"{message.RequestMessage!.RequestUri!.Authority} served another part than was asked for");
        }

        served = message.Headers.ETag is { IsWeak: false } tag ? tag : null;
        if (message.Content.Headers.ContentLength is { } length && length != size - target.Length)
        {
            throw WrongSize(target.Length + length);
        }

        target.Seek(0, SeekOrigin.End);
        await CopyAsync(message, target, cancel).ConfigureAwait(false);
        return joined;
    }

    private HttpRequestMessage Request(Uri at, long from)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, at);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.IfRange = served is null ? null : new RangeConditionHeaderValue(served);
        }

        return request;
    }

    private async Task CopyAsync(HttpResponseMessage message, FileStream target, CancellationToken cancel)
    {
        string host = message.RequestMessage!.RequestUri!.Authority;
        byte[] buffer = new byte[256 << 10];
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await using Stream source = await message.Content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
            while (true)
            {
                timer.CancelAfter(settings.DownloadTimeout);
                int read = await source.ReadAsync(buffer, timer.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                if (target.Length + read > size)
                {
                    throw WrongSize(target.Length + read);
                }

                // Not cancelled half: the length says how much is there.
                target.Write(buffer, 0, read);
                progress(read, true);
            }
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw TransientException.Silent(host, settings.DownloadTimeout, error);
        }
        catch (HttpIOException error)
        {
            throw TransientException.Broken(host, error);
        }
        catch (IOException error) when (error.InnerException is System.Net.Sockets.SocketException)
        {
            throw TransientException.Broken(host, error);
        }

        if (target.Length < size)
        {
            throw new TransientException($"{host} ended after {target.Length} of {size} bytes");
        }
    }

    private BadInputException WrongSize(long bytes) =>
        new(
            Place,
            $"was served with {bytes} bytes or more",
            $"{size}, as the listing says",
            "Run the command again; if it stays, a proxy or mirror changes files."
        );

    private bool Matches(string path)
    {
        using var hash = BlobHash.Begin(etag, size);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        byte[] buffer = new byte[1 << 20];
        for (int read; (read = stream.Read(buffer)) > 0; )
        {
            hash.Append(buffer.AsSpan(0, read));
        }

        return hash.Matches(etag);
    }
}
