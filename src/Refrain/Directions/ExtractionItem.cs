using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>
/// What a batch of an extraction read: sums over its prompts, what enters the final norm at each, and single prompts' streams. The numbers
/// are those of the payload: tens of megabytes are never copied.
/// </summary>
/// <remarks>
/// Binary, version 1: the shape as int32 [6]; sums as float64 [layer, position, hidden]; the last streams as float32 [prompt, hidden]; the
/// kept ones as float32 [kept prompt, layer, kept position, hidden].
/// </remarks>
internal sealed class ExtractionItem : IItemLayout<ExtractionItem>
{
    private const byte Version = 1;
    private const int SumsAt = ItemReader.HeaderBytes + (6 * sizeof(int));

    private readonly byte[] payload;
    private readonly int lastAt,
        keptAt;

    /// <summary>An item to be filled: all zeros.</summary>
    public ExtractionItem(ExtractionShape shape)
        : this(shape, new byte[checked((int)Bytes(shape)!.Value)])
    {
        payload[0] = Version;
        int[] numbers = [shape.Layers, shape.Positions, shape.Hidden, shape.Prompts, shape.KeptPrompts, shape.KeptPositions];
        foreach (var (at, number) in numbers.Index())
        {
            BinaryPrimitives.WriteInt32LittleEndian(payload.AsSpan(ItemReader.HeaderBytes + (at * sizeof(int))), number);
        }
    }

    private ExtractionItem(ExtractionShape shape, byte[] payload)
    {
        (Shape, this.payload) = (shape, payload);
        lastAt = SumsAt + (shape.Layers * shape.Positions * shape.Hidden * sizeof(double));
        keptAt = lastAt + (shape.Prompts * shape.Hidden * sizeof(float));
    }

    public static string Stage => "extraction";

    public ExtractionShape Shape { get; }

    /// <summary>Sums over the batch's prompts, [layer, position, hidden].</summary>
    public Span<double> Sums => MemoryMarshal.Cast<byte, double>(payload.AsSpan(SumsAt, lastAt - SumsAt));

    /// <summary>What enters the final norm at the last token of the batch's prompts, [prompt, hidden].</summary>
    public Span<float> Last => MemoryMarshal.Cast<byte, float>(payload.AsSpan(lastAt, keptAt - lastAt));

    /// <summary>The streams of the batch's kept prompts, in its order, [kept prompt, layer, kept position, hidden].</summary>
    public Span<float> Kept => MemoryMarshal.Cast<byte, float>(payload.AsSpan(keptAt));

    /// <summary>One kept prompt's stream at one of its kept positions, flat [layer, hidden].</summary>
    /// <param name="prompt">The place of the prompt among the kept ones, from 0.</param>
    /// <param name="position">The place of the position among the kept ones, from 0.</param>
    public float[] KeptAt(int prompt, int position)
    {
        int hidden = Shape.Hidden;
        var row = Kept.Slice((int)(prompt * Shape.KeptValues), (int)Shape.KeptValues);
        var stream = new float[Shape.Layers * hidden];
        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            row.Slice(((layer * Shape.KeptPositions) + position) * hidden, hidden).CopyTo(stream.AsSpan(layer * hidden));
        }

        return stream;
    }

    public static ExtractionItem Decode(StoredItem item)
    {
        var reader = new ItemReader(item, Version);
        var shape = new ExtractionShape(reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32());
        return Bytes(shape) == item.Payload.Length && shape.KeptPrompts <= shape.Prompts
            ? new ExtractionItem(shape, item.Payload)
            : throw item.Damaged($"it has {item.Payload.Length} bytes", $"those of {shape}");
    }

    /// <summary>Reads the item of a batch whose shape is known.</summary>
    /// <exception cref="BadInputException">The item is damaged, or of another shape.</exception>
    public static ExtractionItem Decode(StoredItem item, ExtractionShape shape) =>
        Decode(item) is { } decoded && decoded.Shape == shape ? decoded : throw item.Damaged($"it holds {Decode(item).Shape}", $"{shape}");

    public byte[] Encode() => payload;

    // Null for a shape that no array has.
    private static long? Bytes(ExtractionShape shape)
    {
        const long Most = int.MaxValue;
        long?[] parts =
        [
            Product(sizeof(double), shape.Layers, shape.Positions, shape.Hidden),
            Product(sizeof(float), shape.Prompts, shape.Hidden),
            Product(sizeof(float), shape.KeptPrompts, shape.Layers, shape.KeptPositions, shape.Hidden),
        ];
        return SumsAt + parts.Aggregate((long?)0, (sum, part) => sum + part) is { } bytes and <= Most ? bytes : null;

        static long? Product(params ReadOnlySpan<int> lengths)
        {
            long product = 1;
            foreach (int length in lengths)
            {
                product = length < 0 || product > Most ? -1 : product * length;
                if (product < 0)
                {
                    return null;
                }
            }

            return product;
        }
    }
}
