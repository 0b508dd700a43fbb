using Refrain.Inference;

namespace Refrain.Tests.Inference;

/// <summary>What rows share is computed once, and gives what each row gives alone.</summary>
public class SharedWorkTests
{
    public static TheoryData<string> Models => GoldenArchitectureTests.Models;

    [Fact]
    public void Rows_of_a_group_share_their_longest_common_beginning_with_an_earlier_row()
    {
        int[][] ids =
        [
            [1, 2, 3, 4],
            [1, 2, 9],
            [1, 2, 3, 4],
            [1, 2, 9, 5],
            [1, 2, 3],
        ];
        var shared = new TokenSet(ids, [0, 0, 0, 0, 1]);
        Assert.Equal([0, 1, 2, 3], shared.Of(0).ToArray());
        Assert.Equal([0, 1, 4], shared.Of(1).ToArray());
        Assert.Equal([0, 1, 2, 3], shared.Of(2).ToArray());
        Assert.Equal([0, 1, 4, 5], shared.Of(3).ToArray());
        Assert.Equal([6, 7, 8], shared.Of(4).ToArray());
        Assert.Equal(9, shared.Count);
        Assert.Equal([0, 1, 3, 4], shared.Padded);
        long[] tokens = [.. Enumerable.Range(0, shared.Count).Select(token => (long)token)];
        foreach (int heads in (int[])[1, 3])
        {
            long[] slots = shared.Slots(heads),
                places = shared.Places(tokens, heads);
            Assert.Equal(4 * heads * 4, slots.Length);
            Assert.All(Enumerable.Range(0, places.Length), i => Assert.Equal(i, slots[places[i]]));
        }

        Assert.Equal(18, new TokenSet(ids, null).Count);
    }

    [Fact]
    public void Tokens_of_the_lower_layers_are_continued_by_those_above()
    {
        int[][] ids =
        [
            [1, 2, 3],
            [1, 2, 3],
            [1, 7],
        ];
        var packing = new Packing(ids, groups: [0, 1, 1], lowerGroups: [0, 0, 0]);
        Assert.Equal(4, packing.First.Count);
        Assert.Equal([0, 1, 2, 0, 1, 2, 3], packing.Expand);
        Assert.Equal([2, 5, 6], packing.Last(1, out int[] starts));
        Assert.Equal([0, 1, 2, 3], starts);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Rows_with_common_beginnings_and_conditions_answer_as_each_does_alone(string name)
    {
        using var golden = Golden.Open(name);
        var config = golden.Model.Config;
        int[] beginning = golden.Prompts[0][..Math.Min(4, golden.Prompts[0].Length)];
        var random = new Random(3);
        double[] direction = [.. Enumerable.Range(0, config.Layers * config.HiddenSize).Select(_ => random.NextDouble() - 0.5)];
        Intervention?[] conditions =
        [
            null,
            Intervention.Affine(direction, direction, config.Layers, config.Layers - 1),
            Intervention.Add(direction.AsSpan(0, config.HiddenSize), config.Layers, 1, 0.5),
        ];
        (int[] Ids, Intervention? Intervention)[] rows =
        [
            .. golden.Prompts.SelectMany(prompt => conditions.Select(condition => ((int[])[.. beginning, .. prompt], condition))),
        ];
        var alone = rows.Select(row => Answer(golden.Model, [row], null, 4096)[0]).ToArray();
        foreach ((int? places, int tokens) in ((int?, int)[])[(null, 4096), (3, 40), (5, 4096), (1, 1)])
        {
            var together = Answer(golden.Model, rows, places, tokens);
            for (int row = 0; row < rows.Length; row++)
            {
                Golden.Close(alone[row].Logits, together[row].Logits, $"logits of row {row} in {places} places", 1e-5);
                Golden.Close(alone[row].Stream, together[row].Stream, $"stream of row {row} in {places} places", 1e-5);
                Assert.Equal(alone[row].Ids, together[row].Ids);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Captured_streams_are_those_of_each_row_alone_where_beginnings_are_shared(string name)
    {
        using var golden = Golden.Open(name);
        int layers = golden.Model.Config.Layers;
        int[][] rows = [.. golden.Prompts.Select(prompt => (int[])[.. golden.Prompts[0], .. prompt]), golden.Prompts[0]];
        foreach (int captured in (int[])[1, 3, int.MaxValue])
        {
            using var together = golden.Model.Forward(
                new ForwardRequest
                {
                    Rows = rows,
                    AskLast = 2,
                    CaptureLast = captured,
                    CaptureLayers = [0, 1, layers],
                }
            );
            for (int row = 0; row < rows.Length; row++)
            {
                using var alone = golden.Model.Forward(
                    new ForwardRequest
                    {
                        Rows = [rows[row]],
                        AskLast = 2,
                        CaptureLast = captured,
                        CaptureLayers = [0, 1, layers],
                    }
                );
                Golden.Close(alone.RowLogits(0).ToArray(), together.RowLogits(row), $"logits of row {row}", 1e-5);
                foreach (int layer in (int[])[0, 1, layers])
                {
                    Golden.Close(alone.Stream(layer, 0).ToArray(), together.Stream(layer, row), $"stream {layer} of row {row}", 1e-5);
                }
            }
        }
    }

    [Fact]
    public void A_finished_row_makes_room_for_the_next()
    {
        using var golden = Golden.Open("llama");
        int[][] prompts = [.. Enumerable.Range(0, 12).Select(i => new[] { i + 1, 2 * i + 1, 5 })];

        // Each answer ends at its own place: the end token is what the first row says third.
        int[] first = Generation
            .Greedy(
                golden.Model,
                new GenerationRequest
                {
                    Rows = prompts,
                    MaximumNewTokens = 20,
                    IgnoreEnd = true,
                }
            )[0]
            .Ids;
        var request = new GenerationRequest
        {
            Rows = prompts,
            MaximumNewTokens = 20,
            EndTokens = [first[2]],
        };
        var whole = Generation.Greedy(golden.Model, request);
        var order = new List<int>();
        Generation.Greedy(golden.Model, request with { RowsAtOnce = 4 }, (row, answer) =>
        {
            order.Add(row);
            Assert.Equal(whole[row].Ids, answer.Ids);
            Assert.Equal(whole[row].Ended, answer.Ended);
        });
        Assert.Equal(Enumerable.Range(0, 12), order.Order());
        Assert.True(whole[0].Ended);
        Assert.True(whole[0].Ids.Length <= 2);
    }

    private static (int[] Ids, float[] Logits, float[] Stream)[] Answer(
        Model model,
        (int[] Ids, Intervention? Intervention)[] rows,
        int? places,
        int tokens
    )
    {
        var seen = new (float[] Logits, float[] Stream)[rows.Length];
        var answers = Generation.Greedy(
            model,
            new GenerationRequest
            {
                Rows = [.. rows.Select(row => row.Ids)],
                Interventions = [.. rows.Select(row => row.Intervention)],
                MaximumNewTokens = 6,
                IgnoreEnd = true,
                RowsAtOnce = places,
                TokensAtOnce = tokens,
                ObserveLayer = model.Config.Layers,
                ObservePosition = -2,
                Observe = (row, logits, stream) => seen[row] = (logits.ToArray(), stream.ToArray()),
            }
        );
        return [.. answers.Select((answer, row) => (answer.Ids, seen[row].Logits, seen[row].Stream))];
    }
}
