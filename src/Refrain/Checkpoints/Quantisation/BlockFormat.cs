namespace Refrain.Checkpoints.Quantisation;

/// <summary>
/// How a weight [output, input] is held as small whole numbers: a row's elements in blocks, each with one float32 scale, of the value scale
/// · q.
/// </summary>
/// <param name="Bits">Bits of a number: 8 or 4.</param>
/// <param name="Size">Elements of a block.</param>
internal sealed record BlockFormat(int Bits, int Size)
{
    private static readonly BlockFormat Eight = new(8, 32),
        EightBy16 = new(8, 16),
        Four = new(4, 32);

    /// <summary>The format that a stored type is held in.</summary>
    public static BlockFormat Of(StorageType type) =>
        type switch
        {
            StorageType.Q4_0 => Four,
            StorageType.Q6_K or StorageType.Q3_K => EightBy16,
            _ => Eight,
        };

    /// <summary>True where <see cref="Of"/> holds every value exactly: blocks of one scale and no minimum.</summary>
    public static bool Keeps(StorageType type) =>
        type is StorageType.Q8_0 or StorageType.Q4_0 or StorageType.Q5_0 or StorageType.Q6_K or StorageType.Q3_K;

    /// <summary>Such as <c>q8_32</c>.</summary>
    public string Name => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"q{Bits}_{Size}");

    /// <summary>Bytes of a block's numbers.</summary>
    public int BlockBytes => Size * Bits / 8;

    /// <summary>What is added to a number, so that it is stored without a sign.</summary>
    public int ZeroPoint => 1 << (Bits - 1);
}
