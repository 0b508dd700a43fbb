using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Refrain.Runs;

/// <summary>Names an item of a run by the hash of everything that determines it.</summary>
internal static class ItemKey
{
    /// <summary>SHA-256 of the parts, each preceded by its length, as 64 lower-case hexadecimal digits.</summary>
    /// <remarks>
    /// The lengths keep <c>("ab", "c")</c> apart from <c>("a", "bc")</c>. A part is hashed as its UTF-16 units, little-endian:
    /// UTF-8 would give every unpaired surrogate the same bytes, and prompts are hostile.
    /// </remarks>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string part in parts)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
            hash.AppendData(length);
            hash.AppendData(MemoryMarshal.AsBytes(part.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
