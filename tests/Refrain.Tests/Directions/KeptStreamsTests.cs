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

    private static StoredItem Item(KeptRows keep, int[] batch)
    {
        var item = new ExtractionItem(ExtractionShape.Of(Layers, Positions, Hidden, batch, keep));
        float[] rows =
        [
            .. from prompt in batch
            where prompt < keep.Prompts
            from layer in Enumerable.Range(0, Layers)
            from position in Enumerable.Range(keep.First, keep.Positions)
            from i in Enumerable.Range(0, Hidden)
            select Value(prompt, layer, position, i),
        ];
        rows.CopyTo(item.Kept);
        return new StoredItem(ExtractionItem.Stage, $"de/harmful/train{keep.Key}/{batch[0]}+{batch.Length}", item.Encode());
    }

    private static float[][]? Read(int position, params (KeptRows Keep, int[] Batch)[] batches)
    {
        var items = batches.Select(batch => Item(batch.Keep, batch.Batch)).ToDictionary(item => item.Key);
        return Read(position, key => items[key], batches);
    }

    private static float[][]? Read(int position, Func<string, StoredItem?> read, params (KeptRows Keep, int[] Batch)[] batches) =>
        KeptStreams.Of(
            batches.Select(batch => (Item(batch.Keep, batch.Batch).Key, new ExtractionBatchItem(batch.Keep, batch.Batch))),
            read,
            "de/harmful/train",
            position,
            Layers,
            Positions,
            Hidden
        );

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
    public void What_was_not_kept_there_is_not_found()
    {
        var keep = new KeptRows(Kept, -1, 1);
        Assert.Null(Read(-2, (keep, [0, 1, 2, 3, 4])));
        Assert.Null(Read(-1, (keep, [0, 1, 3, 4])));
        Assert.Null(Read(-1, (KeptRows.None, [0, 1])));
        Assert.Null(Read(-1, _ => null, (keep, [0, 1])));
        Assert.Null(Read(-1));
    }

    [Fact]
    public void A_batch_whose_reading_was_interrupted_hides_nothing_of_those_that_were_read()
    {
        var keep = new KeptRows(Kept, -1, 1);
        var read = Item(keep, [4, 3, 2, 1, 0]);
        Assert.Equal(Kept, Read(-1, key => key == read.Key ? read : null, (keep, [0, 1, 2]), (keep, [4, 3, 2, 1, 0]))!.Length);
    }

    [Fact]
    public void What_is_damaged_or_of_another_shape_is_said()
    {
        var keep = new KeptRows(Kept, -1, 1);
        var whole = Item(keep, [0, 1]);
        foreach (var item in (StoredItem[])[whole with { Payload = whole.Payload[..^4] }, Item(keep, [0, 1, 2])])
        {
            var error = Assert.Throws<BadInputException>(() => Read(-1, _ => item, (keep, [0, 1])));
            Assert.StartsWith("run.db: item de/harmful/train/5 kept at -1+1/0+", error.Place);
            Assert.EndsWith(" of stage extraction", error.Place);
        }
    }
}
