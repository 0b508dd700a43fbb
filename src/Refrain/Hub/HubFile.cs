namespace Refrain.Hub;

/// <summary>A file of a repository at a commit.</summary>
/// <param name="Path">Its path in the repository, with slashes; hostile until <see cref="HubPath.Check"/>.</param>
/// <param name="Size">Bytes; null: the server did not say.</param>
/// <param name="Etag">The blob's name in the cache: SHA-256 of a large file, git's SHA-1 of a small one; null: the server did not
/// say.</param>
internal sealed record HubFile(string Path, long? Size, string? Etag)
{
    private const int LongestEtag = 128;

    /// <summary>Git's blob id, also of the pointer to a large file; null: not known. Only for the listing that is kept.</summary>
    public string? BlobId { get; init; }

    /// <summary>Whether the content is kept outside of git, under its SHA-256.</summary>
    public bool Large => Etag?.Length == 64;

    /// <summary>The etag of a header as the Python client names blobs; null: none, or nothing that may name a file.</summary>
    public static string? Normalise(string? header)
    {
        string? etag = header?.TrimStart('W', '/').Trim('"');
        return etag is { Length: > 0 and <= LongestEtag } && etag.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? etag : null;
    }
}
