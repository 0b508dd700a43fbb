using Refrain.Directions;
using Refrain.Inference;

namespace Refrain.Tests.Directions;

public class KeptStreamsTests
{
    private const int Layers = 2,
        Positions = 3,
        Hidden = 4,
        Kept = 5;

    // Each value tells its prompt, layer, position and place.
    private static float Value(int prompt, int layer, int position, int i) =>
        (1000 * prompt) + (100 * layer) + (10 * (Positions + position)) + i;

    private static (string Key, byte[] Payload) Item(KeptRows keep, int[] batch)
    {
        float[] rows =
        [
            .. from prompt in batch
            where prompt < keep.Prompts
            from layer in Enumerable.Range(0, Layers)
            from position in Enumerable.Range(keep.First, keep.Positions)
            from i in Enumerable.Range(0, Hidden)
            select Value(prompt, layer, position, i),
        ];
        byte[] payload =
        [
            .. new byte[Layers * Positions * Hidden * 8],
            .. new byte[batch.Length * Hidden * 4],
            .. Numbers.ToBytes<float>(rows),
        ];
        return ($"de/harmful/train{keep.Key}/{batch[0]}+{batch.Length}", payload);
    }

    private static float[][]? Read(int position, params (KeptRows Keep, int[] Batch)[] batches)
    {
        var items = batches.Select(batch => Item(batch.Keep, batch.Batch)).ToDictionary(item => item.Key, item => item.Payload);
        var members = batches.Select(batch => (Item(batch.Keep, batch.Batch).Key, Numbers.ToBytes<int>(batch.Batch)));
        return KeptStreams.Of(members, items.GetValueOrDefault, "de/harmful/train", position, Layers, Positions, Hidden);
    }

    [Fact]
    public void Prompts_come_back_in_their_order_from_batches_of_any_order()
    {
        var keep = new KeptRows(Kept, -2, 2);
        float[][] streams = Read(-1, (keep, [3, 0, 7]), (keep, [6, 4, 2, 1]))!;
        Assert.Equal(Kept, streams.Length);
        Assert.All(streams.Index(), stream =>
            Assert.Equal(
                [
                    .. from layer in Enumerable.Range(0, Layers)
                    from i in Enumerable.Range(0, Hidden)
                    select Value(stream.Index, layer, -1, i),
                ],
                stream.Item
            )
        );
        Assert.Equal(Value(4, 1, -2, 3), Read(-2, (keep, [3, 0, 7]), (keep, [6, 4, 2, 1]))![4][^1]);
    }

    [Fact]
    public void Batches_of_an_earlier_plan_are_passed_over()
    {
        var keep = new KeptRows(Kept, -1, 1);
        Assert.Equal(Kept, Read(-1, (keep, [3, 0]), (keep, [4, 2, 1]), (keep, [0, 1, 2, 3, 4]))!.Length);
    }

    [Fact]
    public void What_was_not_kept_there_or_is_damaged_is_not_found()
    {
        var keep = new KeptRows(Kept, -1, 1);
        Assert.Null(Read(-2, (keep, [0, 1, 2, 3, 4])));
        Assert.Null(Read(-1, (keep, [0, 1, 3, 4])));
        Assert.Null(Read(-1, (KeptRows.None, [0, 1])));
        Assert.Null(KeptStreams.Of([Item(keep, [0, 1])], _ => null, "de/harmful/train", -1, Layers, Positions, Hidden));
        Assert.Null(
            KeptStreams.Of(
                [(Item(keep, [0, 1]).Key, Numbers.ToBytes<int>([0, 1]))],
                key => Item(keep, [0, 1]).Payload[..^4],
                "de/harmful/train",
                -1,
                Layers,
                Positions,
                Hidden
            )
        );
        Assert.Null(KeptStreams.Of([], _ => [], "de/harmful/train", -1, Layers, Positions, Hidden));
    }
}
