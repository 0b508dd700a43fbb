using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Refrain.Tokens;

/// <summary>A hash of what determines ids, the same however the file is formatted.</summary>
internal static class TokenizerHash
{
    public static string Compute(TokenizerParts parts, IEnumerable<AddedToken> added)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "refrain tokenizer 1");
        Append(hash, parts.Description);
        Append(hash, parts.Model.Settings);
        foreach (AddedToken token in added.OrderBy(token => token.Id))
        {
            Append(hash, $"{token.Id}\0{token.Content}\0{token.Special}\0{token.Normalized}\0{token.StripsLeft}\0{token.StripsRight}\0{token.SingleWord}");
        }

        Vocabulary vocabulary = parts.Model.Vocabulary;
        for (int id = 0; id < vocabulary.Size; id++)
        {
            Append(hash, vocabulary.Token(id) ?? "");
        }

        byte[] number = new byte[4];
        foreach (int value in parts.Model.Numbers)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, value);
            hash.AppendData(number);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
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
