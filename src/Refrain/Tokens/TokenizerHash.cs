using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Refrain.Tokens;

/// <summary>A hash of what determines ids, the same however the file is formatted.</summary>
internal static class TokenizerHash
{
    private static readonly byte[] Empty = new byte[1 << 12];

    public static string Compute(TokenizerParts parts, IEnumerable<AddedToken> added)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "refrain tokenizer 1");
        Append(hash, parts.Description);
        Append(hash, parts.Model.Settings);
        foreach (AddedToken token in added.OrderBy(token => token.Id))
        {
            Append(
                hash,
                $"{token.Id}\0{token.Content}\0{token.Special}\0{token.Normalized}\0"
                    + $"{token.StripsLeft}\0{token.StripsRight}\0{token.SingleWord}"
            );
        }

        Vocabulary vocabulary = parts.Model.Vocabulary;
        int next = 0;
        foreach ((string token, int id) in vocabulary.ById())
        {
            AppendHoles(hash, id - next);
            Append(hash, token);
            next = id + 1;
        }

        byte[] number = new byte[4];
        foreach (int value in parts.Model.Numbers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, value);
            hash.AppendData(number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Adds an empty text for each id without a token: a file of two tokens may leave four million of them.</summary>
    private static void AppendHoles(IncrementalHash hash, int count)
    {
        for (; count > 0; count -= Math.Min(count, Empty.Length / 4))
        {
            hash.AppendData(Empty, 0, Math.Min(count, Empty.Length / 4) * 4);
        }
    }

    /// <summary>Adds a text with its length before it, so that no two lists of texts look alike.</summary>
    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
