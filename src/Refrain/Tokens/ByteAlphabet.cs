using System.Collections.Frozen;
using System.Text;

namespace Refrain.Tokens;

/// <summary>GPT-2's alphabet: each byte as one printable character, so that byte-level tokens can stand in a text file.</summary>
internal static class ByteAlphabet
{
    /// <summary>[256] the character of each byte: printable Latin-1 stays, the others follow from U+0100 on in order.</summary>
    public static readonly char[] Characters = Build();

    private static readonly FrozenDictionary<char, byte> Bytes = Characters
        .Select((character, index) => (character, index))
        .ToFrozenDictionary(pair => pair.character, pair => (byte)pair.index);

    /// <summary>Writes the UTF-8 bytes of a text in the alphabet.</summary>
    public static void Append(ReadOnlySpan<char> text, StringBuilder into)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.IsAscii)
            {
                into.Append(Characters[rune.Value]);
                continue;
            }

            foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                into.Append(Characters[value]);
            }
        }
    }

    /// <summary>The UTF-8 bytes of a text in the alphabet.</summary>
    public static string Write(string text)
    {
        var written = new StringBuilder(text.Length * 5 / 4);
        Append(text, written);
        return written.ToString();
    }

    /// <summary>Adds a token's bytes: its characters read back, or its UTF-8 when one of them is not of the alphabet.</summary>
    public static void AppendBytes(string token, List<byte> into)
    {
        int count = into.Count;
        foreach (char character in token)
        {
            if (!Bytes.TryGetValue(character, out byte value))
            {
                into.RemoveRange(count, into.Count - count);
                into.AddRange(Encoding.UTF8.GetBytes(token));
                return;
            }

            into.Add(value);
        }
    }

    private static char[] Build()
    {
        char[] characters = new char[256];
        char next = '\u0100';
        for (int i = 0; i < 256; i++)
        {
            characters[i] = i is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)i : next++;
        }

        return characters;
    }
}
