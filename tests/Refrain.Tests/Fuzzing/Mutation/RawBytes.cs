namespace Refrain.Tests.Fuzzing.Mutation;

/// <summary>Edits that know nothing of the format: flips, cuts, insertions, and stretches of another input.</summary>
internal static class RawBytes
{
    private static readonly byte[] Telling =
    [
        0,
        1,
        0x7F,
        0x80,
        0xFF,
        (byte)'"',
        (byte)'{',
        (byte)'[',
        (byte)'\\',
        (byte)'%',
        0xED,
        0xA0,
        0xC0,
        0xF4,
    ];

    public static byte[] Edit(FuzzRandom random, byte[] bytes, byte[] other)
    {
        int at = random.Next(bytes.Length + 1);
        int length = Math.Min(bytes.Length - at, random.Size(256));
        switch (random.Next(6))
        {
            case 0:
                return bytes[..at];
            case 1:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 2:
                int from = random.Next(other.Length + 1);
                return
                [
                    .. bytes[..at],
                    .. other[from..(from + Math.Min(other.Length - from, length))],
                    .. bytes[(at + (random.OneIn(2) ? length : 0))..],
                ];
            case 3:
                return [.. bytes[..at], random.Pick(Telling), .. bytes[at..]];
            default:
                byte[] flipped = [.. bytes];
                for (int i = 1 + random.Next(4); i > 0 && flipped.Length > 0; i--)
                {
                    flipped[random.Next(flipped.Length)] = random.OneIn(2) ? random.Pick(Telling) : (byte)random.Next(256);
                }

                return flipped;
        }
    }
}
