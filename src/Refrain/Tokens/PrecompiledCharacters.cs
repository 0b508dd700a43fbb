using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Refrain.Tokens;

/// <summary>
/// The normalizer Precompiled: sentencepiece's table of replacements, a double-array trie over UTF-8 with the texts that it points to.
/// </summary>
/// <remarks>
/// Format: the trie's length in bytes, 32 bits; its units, 32 bits each, all little-endian; then texts that end in a zero byte. A unit
/// holds a label (bits 0 to 7, and
/// bit 31), whether a value follows (bit 8), and an offset (bits 10 to 30, times 256 when bit 9 is set) that, exclusive-or the next byte,
/// gives the next unit; a value is
/// bits 0 to 30. Of several matches the tokenizers library takes the shortest, and looks up whole grapheme clusters of less than six bytes
/// before single characters.
/// </remarks>
internal sealed class PrecompiledCharacters
{
    private const int LongestCluster = 5; // bytes

    private readonly byte[] map;
    private readonly int units;
    private readonly string place;

    private PrecompiledCharacters(byte[] map, string place)
    {
        (this.map, this.place) = (map, place);
        uint length = map.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(map) : 0;
        if (length < 4 || length > map.Length - 4)
        {
            throw Malformed($"says that its trie is {length} bytes long, of {map.Length}");
        }

        units = (int)(length / 4);
    }

    private ReadOnlySpan<byte> Texts => map.AsSpan(4 + (units * 4));

    /// <exception cref="BadInputException">Not base64, or not a table.</exception>
    public static Func<string, string> Read(JsonPart part)
    {
        JsonPart charsmap = part.Part("precompiled_charsmap");
        byte[] map =
            charsmap.Element.ValueKind == System.Text.Json.JsonValueKind.String && charsmap.Element.TryGetBytesFromBase64(out byte[]? bytes)
                ? bytes
                : throw charsmap.Wrong("a text in base64");
        return new PrecompiledCharacters(map, charsmap.Place).Normalize;
    }

    private string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        EncodingBudget budget = EncodingBudget.For(text.Length);
        Span<byte> utf8 = stackalloc byte[16];
        for (int at = 0; at < text.Length; )
        {
            ReadOnlySpan<char> cluster = text.AsSpan(at, ClusterLength(text, at));
            at += cluster.Length;
            budget.CheckLength(normal.Length, place);
            if (
                cluster.Length <= LongestCluster
                && Encoding.UTF8.GetBytes(cluster, utf8) is var length
                && length <= LongestCluster
                && Find(utf8[..length]) is int whole
            )
            {
                Append(whole, normal);
                continue;
            }

            for (int i = 0, width; i < cluster.Length; i += width)
            {
                UnicodeClasses.At(cluster, i, out width);
                if (Find(utf8[..Encoding.UTF8.GetBytes(cluster.Slice(i, width), utf8)]) is int found)
                {
                    Append(found, normal);
                }
                else
                {
                    normal.Append(cluster.Slice(i, width));
                }
            }
        }

        return normal.ToString();
    }

    /// <summary>
    /// Units of the grapheme cluster at a place. Two characters of ASCII are a cluster only as CR LF, so most text needs no look at the
    /// tables.
    /// </summary>
    private static int ClusterLength(string text, int at) =>
        char.IsAscii(text[at]) && text[at] != '\r' && (at + 1 == text.Length || char.IsAscii(text[at + 1]))
            ? 1
            : StringInfo.GetNextTextElementLength(text.AsSpan(at));

    /// <summary>Where the replacement of the shortest match begins among the texts; null: nothing matches.</summary>
    private int? Find(ReadOnlySpan<byte> key)
    {
        uint node = Offset(Unit(0));
        foreach (byte value in key)
        {
            if (value == 0)
            {
                break;
            }

            node ^= value;
            uint unit = Unit(node);
            if ((unit & 0x800000FF) != value)
            {
                break;
            }

            node ^= Offset(unit);
            if ((unit & 0x100) != 0)
            {
                return (int)(Unit(node) & 0x7FFFFFFF);
            }
        }

        return null;
    }

    private void Append(int start, StringBuilder into)
    {
        if (start > Texts.Length)
        {
            throw Malformed($"points to text {start}, of {Texts.Length} bytes");
        }

        ReadOnlySpan<byte> rest = Texts[start..];
        int end = rest.IndexOf((byte)0);
        try
        {
            into.Append(Strict.GetString(end < 0 ? rest : rest[..end]));
        }
        catch (DecoderFallbackException error)
        {
            throw new BadInputException(
                place,
                $"holds malformed UTF-8 at text {start}",
                "sentencepiece's precompiled_charsmap",
                inner: error
            );
        }
    }

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private uint Unit(uint index) =>
        index < (uint)units
            ? BinaryPrimitives.ReadUInt32LittleEndian(map.AsSpan(4 + ((int)index * 4)))
            : throw Malformed($"points to unit {index}, of {units}");

    private static uint Offset(uint unit) => (unit >> 10) << (int)((unit & 0x200) >> 6);

    private BadInputException Malformed(string problem) => new(place, problem, "sentencepiece's precompiled_charsmap");
}
