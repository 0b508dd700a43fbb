using System.Buffers.Binary;
using Refrain.Inference;

namespace Refrain.Runs;

/// <summary>What a piece of a stage took.</summary>
/// <remarks>Binary, version 1: float64.</remarks>
/// <param name="Seconds">Finite, not below 0.</param>
internal sealed record TimesItem(double Seconds) : IItemLayout<TimesItem>
{
    private const byte Version = 1;

    public static string Stage => "times";

    public static TimesItem Decode(StoredItem item)
    {
        var reader = new ItemReader(item, Version);
        double seconds = reader.Double();
        reader.End();
        return double.IsFinite(seconds) && seconds >= 0 ? new TimesItem(seconds) : throw item.Damaged("it is no time", "seconds from 0");
    }

    public byte[] Encode()
    {
        byte[] payload = [.. ItemReader.Header(Version), .. new byte[sizeof(double)]];
        BinaryPrimitives.WriteDoubleLittleEndian(payload.AsSpan(ItemReader.HeaderBytes), Seconds);
        return payload;
    }
}
