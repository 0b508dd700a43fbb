using System.Collections;

namespace Refrain.Tokens;

/// <summary>Classes of code points where the tokenizers library differs from .NET, which knows another version of Unicode.</summary>
internal static class LibraryCharacters
{
    private static readonly Lazy<BitArray[]> Sets = new(ReadSets);

    /// <summary>What StripAccents takes away: category M.</summary>
    public static bool IsCombiningMark(int point) => Sets.Value[0][point];

    /// <summary>What BertNormalizer takes for accents: category Mn.</summary>
    public static bool IsNonSpacingMark(int point) => Sets.Value[1][point];

    /// <summary>What BertNormalizer cleans away: control, format and private characters, the tab and line ends among them.</summary>
    public static bool IsOther(int point) => Sets.Value[2][point];

    /// <summary>
    /// What Punctuation and BertPreTokenizer cut at: category P, and ASCII punctuation, which includes symbols such as <c>$</c>.
    /// </summary>
    public static bool IsPunctuation(int point) => Sets.Value[3][point];

    /// <summary>No normal form touches it, since it was assigned later.</summary>
    public static bool IsNeverNormalized(int point) => Sets.Value[4][point];

    /// <summary>\p{N}, with the numbers of Unicode 17.</summary>
    public static bool IsNumeric(int point) =>
        UnicodeClasses.IsNumeric(point) || point is (>= 0x11DE0 and <= 0x11DE9) or (>= 0x16FF4 and <= 0x16FF6);

    /// <summary>The lower case of letters of Unicode 17; any other code point is itself.</summary>
    public static int Lower(int point) =>
        point switch
        {
            0xA7CE or 0xA7D2 or 0xA7D4 => point + 1,
            >= 0x16EA0 and <= 0x16EB8 => point + 0x1B,
            _ => point,
        };

    private static BitArray[] ReadSets()
    {
        using Stream bytes = CompressedNumbers.Open(LibraryCharacterData.Compressed);
        BitArray[] sets = new BitArray[5];
        for (int set = 0; set < sets.Length; set++)
        {
            sets[set] = new BitArray(0x110000);
            int point = 0;
            for (int runs = CompressedNumbers.Next(bytes); runs > 0; runs--)
            {
                point += CompressedNumbers.Next(bytes);
                for (int length = CompressedNumbers.Next(bytes); length > 0; length--)
                {
                    sets[set][point++] = true;
                }
            }
        }

        return sets;
    }
}
