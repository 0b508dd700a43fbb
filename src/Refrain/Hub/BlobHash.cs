using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Refrain.Hub;

/// <summary>The hash that a blob's etag is: SHA-256 of the content, or git's SHA-1 of <c>blob SIZE\0</c> and the content.</summary>
internal sealed class BlobHash : IDisposable
{
    private readonly IncrementalHash? hash;

    private BlobHash(IncrementalHash? hash) => this.hash = hash;

    /// <summary>Begins the hash that an etag's length tells; an etag of another kind cannot be checked.</summary>
    public static BlobHash Begin(string etag, long size)
    {
        bool hexadecimal = etag.All(char.IsAsciiHexDigitLower);
        if (hexadecimal && etag.Length == 64)
        {
            return new BlobHash(IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
        }

        if (!hexadecimal || etag.Length != 40)
        {
            return new BlobHash(null);
        }

        var git = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        git.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")));
        return new BlobHash(git);
    }

    public void Append(ReadOnlySpan<byte> bytes) => hash?.AppendData(bytes);

    /// <summary>Whether the bytes are those that the etag names; true where it cannot be checked.</summary>
    public bool Matches(string etag) => hash is null || Convert.ToHexStringLower(hash.GetHashAndReset()) == etag;

    public void Dispose() => hash?.Dispose();
}
