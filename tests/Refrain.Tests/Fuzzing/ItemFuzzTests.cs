using System.Text;
using Refrain.Inference;
using Refrain.Responses;
using Refrain.Runs;
using Refrain.Tests.Fuzzing.Mutation;
using Refrain.Tests.Reports;
using Refrain.Tests.Runs;

namespace Refrain.Tests.Fuzzing;

/// <summary>Items of a damaged run, whose digests fit.</summary>
public class ItemFuzzTests
{
    public static TheoryData<string> Layouts => [.. ItemLayouts.All.Keys.Where(layout => layout != nameof(ReportItem))];

    /// <summary>The corpus is what earlier builds wrote: it stays readable until a layout takes another version.</summary>
    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_kept_item_is_read_and_written_as_it_was(string layout)
    {
        Assert.NotEmpty(Corpus.Of(layout));
        Assert.All(Corpus.Of(layout), file => Assert.Equal(file.Bytes, Again(layout, file.Bytes)));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_cut_or_longer_item_is_bad_input_or_another_item(string layout)
    {
        foreach (var (_, bytes) in Corpus.Of(layout))
        {
            for (int length = 0; length < bytes.Length; length++)
            {
                AssertWholeOrBad(layout, bytes[..length]);
            }

            AssertWholeOrBad(layout, [.. bytes, 0]);
            byte[] other = [.. bytes];
            other[0]++;
            var error = Assert.Throws<BadInputException>(() => Again(layout, other));
            Assert.Equal($"run.db: item some/key of stage {ItemLayouts.All[layout].Stage}", error.Place);
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void A_damaged_item_is_read_or_is_bad_input(string layout)
    {
        byte[][] whole = [.. Corpus.Of(layout).Select(file => file.Bytes)];
        JsonTree[] trees = [.. whole.Where(bytes => bytes[0] == '{').Select(bytes => JsonTree.Parse(bytes)).OfType<JsonTree>()];
        var mutator = trees.Length == 0 ? null : new JsonMutator(trees, "\"NaN\"", "\"Infinity\"", "\"Ablated\"");
        new Fuzzer(
            layout,
            random =>
                mutator is null || random.OneIn(3)
                    ? RawBytes.Edit(random, random.Pick(whole), random.Pick(whole))
                    : mutator.Tree(random).Bytes(),
            bytes => Again(layout, bytes)
        ).Run(10_000);
    }

    [Fact]
    public void A_response_of_schema_1_is_read_as_it_was()
    {
        byte[] now = Corpus.Of(nameof(ResponseItem)).Single(file => file.Name == "baseline").Bytes;
        string text = Encoding.UTF8.GetString(now);
        Assert.StartsWith("{\"version\":1,", text, StringComparison.Ordinal);
        string before = string.Concat(
            text.Replace("\"version\":1,", "", StringComparison.Ordinal)
                .Select(character => character < 128 ? $"{character}" : $"\\u{(int)character:X4}")
        );
        ResponseItem Read(byte[] payload) => ResponseItem.Decode(new StoredItem(ResponseItem.Stage, "some/key", payload));
        Assert.Equal(Read(now).ToResponse(), Read(Encoding.ASCII.GetBytes(before)).ToResponse());
    }

    [Fact]
    public void A_damaged_report_is_read_or_is_bad_input()
    {
        byte[] whole = new ReportItem(ReportFixtures.Empty()).Encode();
        Assert.Equal(whole, Again(nameof(ReportItem), whole));
        var trees = new JsonMutator([JsonTree.Parse(whole)!], "\"NaN\"");
        for (ulong seed = 0; seed < 2_000; seed++)
        {
            var random = new FuzzRandom(seed);
            byte[] bytes = random.OneIn(2) ? RawBytes.Edit(random, whole, whole) : trees.Tree(random).Bytes();
            var error = Record.Exception(() => ReportItem.Decode(new StoredItem(ReportItem.Stage, ReportItem.Key, bytes)));
            Assert.True(error is null or BadInputException, $"seed {seed}: {error}");
        }
    }

    // A stretch of numbers that ends earlier may be an item too: then it is read as it is.
    private static void AssertWholeOrBad(string layout, byte[] bytes)
    {
        try
        {
            Assert.Equal(bytes, Again(layout, bytes));
        }
        catch (BadInputException error)
        {
            Assert.StartsWith("run.db: item some/key of stage ", error.Place, StringComparison.Ordinal);
        }
    }

    private static byte[] Again(string layout, byte[] payload) =>
        ItemLayouts.All[layout].Again(new StoredItem(ItemLayouts.All[layout].Stage, "some/key", payload));
}
