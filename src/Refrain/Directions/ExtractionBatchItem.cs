using System.Runtime.InteropServices;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>Which prompts a batch of an extraction held: later readers of the run do not have the tokens that batches were planned
/// with.</summary>
/// <remarks>
/// Binary, version 1: int32: how many of the first prompts are kept, the first kept position from the end, kept positions, then the index
/// of each prompt in the batch's order.
/// </remarks>
/// <param name="Keep">What is kept of single prompts.</param>
/// <param name="Prompts">Indexes in the list of prompts, none twice.</param>
internal sealed record ExtractionBatchItem(KeptRows Keep, int[] Prompts) : IItemLayout<ExtractionBatchItem>
{
    private const byte Version = 1;

    public static string Stage => "extraction batches";

    public static ExtractionBatchItem Decode(StoredItem item)
    {
        var reader = new ItemReader(item, Version);
        var keep = new KeptRows(reader.Int32(), reader.Int32(), reader.Int32());
        if (keep.Prompts < 0 || keep.Positions < 0 || keep.First >= 0 || keep.First + (long)keep.Positions > 0)
        {
            throw item.Damaged(
                $"it keeps {keep.Prompts} prompts at {keep.First}+{keep.Positions}",
                "prompts from 0, at positions from the end"
            );
        }

        int[] prompts = reader.Indexes();
        return prompts.Distinct().Count() == prompts.Length
            ? new ExtractionBatchItem(keep, prompts)
            : throw item.Damaged("it names a prompt twice", "each prompt once");
    }

    public byte[] Encode() =>
        [
            .. ItemReader.Header(Version),
            .. MemoryMarshal.AsBytes<int>((int[])[Keep.Prompts, Keep.First, Keep.Positions]),
            .. MemoryMarshal.AsBytes<int>(Prompts),
        ];
}
