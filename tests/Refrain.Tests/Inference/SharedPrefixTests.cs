using Refrain.Directions;
using Refrain.Inference;
using Refrain.Prompts;
using Refrain.Tests.Directions;

namespace Refrain.Tests.Inference;

/// <summary>Tokens that rows begin with alike are computed once, and nothing can be told of it.</summary>
public class SharedPrefixTests(DemoModel demo) : IClassFixture<DemoModel>
{
    [Fact]
    public void Equal_beginnings_are_one_packed_token_each_and_every_row_finds_its_own()
    {
        int[][] rows = [[1, 2, 3, 4], [1, 2, 3], [1, 2, 9, 4], [7, 2], [1, 2, 3, 4, 5]];
        var packing = Packing.Sharing(rows, row => row == 4 ? 1 : 0);
        Assert.Equal(4 + 0 + 2 + 2 + 5, packing.Tokens);
        Assert.Equal([0, 0, 0, 0, 2, 2, 3, 3, 4, 4, 4, 4, 4], packing.Owners);
        Assert.Equal([[0, 1, 2, 3], [0, 1, 2], [0, 1, 4, 5], [6, 7], [8, 9, 10, 11, 12]], rows.Select((row, index) => row.Select((_, i) => packing.Token(index, i)).ToArray()));
        for (int token = 0; token < packing.Tokens; token++)
        {
            Assert.Equal(token, packing.Pad[packing.Unpad[token]]);
            Assert.Equal(packing.Unpad[token] % packing.Sequence, packing.Positions[token]);
        }
    }

    [Fact]
    public void Streams_that_differ_are_not_shared()
    {
        int[][] rows = [[1, 2], [1, 2], [1, 3]];
        Assert.Equal(5, Packing.Sharing(rows, _ => 0, (row, i, owner) => i == 0 && row == 2 || owner == 2).Tokens);
        Assert.Equal(6, Packing.Sharing(rows, _ => 0, (_, _, _) => false).Tokens);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Logits_and_streams_of_a_batch_are_those_of_each_row_alone_under_its_own_intervention(int firstLayer)
    {
        var model = demo.Model;
        int layers = model.Config.Layers, hidden = model.Config.HiddenSize;
        int[][] prompts = [.. demo.Prompts("en", PromptClass.Harmful, Split.Validation, 5)];
        var directions = demo.Read("en").Directions;
        Intervention[] interventions = [.. Enumerable.Range(2, 3).Select(first => Intervention.Affine(directions.Across(-1), directions.OffsetsAcross(-1), layers, first)), Intervention.Add(directions.At(4, -1), layers, 4)];
        (int[] Prompt, Intervention? Intervention)[] rows = [.. interventions.Append(null).SelectMany(intervention => prompts.Append(prompts[0]).Select(prompt => (prompt, intervention)))];
        float[] Entering(int[] prompt) => model.Forward(new ForwardRequest { Rows = [prompt], AskLast = 0, CaptureLast = int.MaxValue, CaptureLayers = [firstLayer] }).Stream(firstLayer, 0).ToArray();
        ForwardRequest Request(params (int[] Prompt, Intervention? Intervention)[] of) => new()
        {
            Rows = [.. of.Select(row => row.Prompt)],
            FirstLayer = firstLayer,
            Streams = firstLayer == 0 ? null : [.. of.Select(row => Entering(row.Prompt))],
            Interventions = [.. of.Select(row => row.Intervention)],
            CaptureLast = int.MaxValue,
            CaptureLayers = [layers],
        };
        var together = model.Forward(Request(rows));
        for (int row = 0; row < rows.Length; row++)
        {
            var alone = model.Forward(Request(rows[row]));
            Near(alone.LastLogits(0), together.LastLogits(row));
            Assert.Equal(rows[row].Prompt.Length * hidden, together.Stream(layers, row).Length);
            Near(alone.Stream(layers, 0), together.Stream(layers, row));
        }
    }

    private static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = Math.Max(1, System.Numerics.Tensors.TensorPrimitives.MaxMagnitude(expected));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 2e-5 * Math.Abs(largest), $"{i}: {expected[i]} and {actual[i]}");
        }
    }
}
