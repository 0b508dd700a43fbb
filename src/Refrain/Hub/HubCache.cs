using System.Text;

namespace Refrain.Hub;

/// <summary>The places of a repository in the cache, laid out as the Python client does.</summary>
/// <remarks>
/// <c>models--ORG--NAME/blobs/ETAG</c> holds contents, <c>snapshots/COMMIT/FILE</c> links to them, <c>refs/REVISION</c> names a commit,
/// <c>.no_exist/COMMIT/FILE</c> marks what a commit lacks, <c>trees/COMMIT.json</c> lists a commit,
/// <c>.locks/models--ORG--NAME/ETAG.lock</c> is held while a blob is written.
/// </remarks>
internal sealed class HubCache(string root, string repository)
{
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string name = "models--" + repository.Replace("/", "--");

    public string Folder => Path.Combine(root, name);

    public string Blob(string etag) => Path.Combine(Folder, "blobs", etag);

    public string Incomplete(string etag) => Blob(etag) + ".incomplete";

    public string Snapshot(string commit) => Path.Combine(Folder, "snapshots", commit);

    public string Pointer(string commit, string path) => Path.Combine([Snapshot(commit), .. path.Split('/')]);

    public string Listing(string commit) => Path.Combine(Folder, "trees", commit + ".json");

    public string Lock(string etag) => Path.Combine(root, ".locks", name, etag + ".lock");

    private string Ref(string revision) => Path.Combine([Folder, "refs", .. revision.Split('/')]);

    private string Missing(string commit, string path) => Path.Combine([Folder, ".no_exist", commit, .. path.Split('/')]);

    public bool Has(string commit, string path) => Length(Pointer(commit, path)) is not null;

    /// <summary>
    /// Bytes of a file, links followed; null where there is none. A link that leads nowhere exists for the system, and is none here.
    /// </summary>
    public static long? Length(string path)
    {
        try
        {
            var file = new FileInfo(path);
            FileInfo? found = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return found is { Exists: true } ? found.Length : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether it is known that a commit lacks a file.</summary>
    public bool Lacks(string commit, string path) => File.Exists(Missing(commit, path));

    /// <summary>The commit that a revision meant when it was last asked for; null: not known.</summary>
    public string? Commit(string revision)
    {
        if (HubName.IsCommitHash(revision))
        {
            return revision;
        }

        try
        {
            var file = new FileInfo(Ref(revision));
            string commit = file is { Exists: true, Length: < 256 } ? File.ReadAllText(file.FullName).Trim() : "";
            return HubName.IsCommitHash(commit) ? commit : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Remembers what a revision means and what a commit lacks, and marks the cache for backup programs.</summary>
    public void Remember(string revision, HubListing listing, IEnumerable<string> optional)
    {
        if (revision != listing.Commit && Commit(revision) != listing.Commit)
        {
            TryWrite(Ref(revision), Plain.GetBytes(listing.Commit));
        }

        foreach (string path in optional.Where(path => listing.Find(path) is null && !Lacks(listing.Commit, path)))
        {
            TryWrite(Missing(listing.Commit, path), []);
        }

        if (Path.Combine(root, "CACHEDIR.TAG") is var tag && !File.Exists(tag))
        {
            TryWrite(tag, "Signature: 8a477f597d28d172789f06886806bc55\n"u8.ToArray());
        }

        ListingFile.Write(this, listing);
    }

    /// <summary>Writes a small file whole or not at all; a cache that cannot be written still serves what it holds.</summary>
    public static void TryWrite(string path, byte[] content)
    {
        string temporary = $"{path}.{Guid.NewGuid().ToString("N")[..8]}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(temporary, content);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
