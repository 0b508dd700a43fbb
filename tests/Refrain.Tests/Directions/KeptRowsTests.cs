using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.Inference;

namespace Refrain.Tests.Directions;

/// <summary>Single prompts that a reading keeps are the streams that a prompt read alone has.</summary>
public class KeptRowsTests
{
    private const int Positions = 3;

    [Fact]
    public void Kept_prompts_of_several_batches_are_those_that_are_read_one_by_one()
    {
        using var model = Model.Open(Checkpoint.Open(EmbeddedDemo.Extract(CacheFolder.Default)), CacheFolder.Default);
        var random = new Random(3);

        // More tokens than a batch holds, in lengths that mix the first prompts with later ones.
        int[][] prompts =
        [
            .. Enumerable.Range(0, 90).Select(_ => Enumerable.Range(0, random.Next(4, 60)).Select(_ => random.Next(10, 1000)).ToArray()),
        ];
        int layers = model.Config.Layers,
            hidden = model.Config.HiddenSize;
        Assert.True(prompts.Sum(prompt => prompt.Length) > Batches.TokensOf(model.Config));
        var every = Extraction.Run(model, prompts, Positions, AlignedModel.Afresh, "x", KeptRows.Every(Positions));
        var one = Extraction.Run(model, prompts, Positions, AlignedModel.Afresh, "x", KeptRows.At(-2));
        float[][] kept = every.Streams(-2);
        Assert.Equal(KeptRows.Most, kept.Length);
        Assert.Equal(kept, one.Streams(-2));
        Assert.Equal(every.Mean, one.Mean);
        foreach (int prompt in (int[])[0, 1, 17, 63])
        {
            using var alone = model.Forward(
                new ForwardRequest
                {
                    Rows = [prompts[prompt]],
                    AskLast = 0,
                    CaptureLast = Positions,
                    CaptureLayers = [.. Enumerable.Range(0, layers + 1)],
                }
            );
            for (int layer = 0; layer < layers; layer++)
            {
                var expected = alone.Stream(layer, 0).Slice(hidden, hidden);
                for (int i = 0; i < hidden; i++)
                {
                    Assert.Equal(expected[i], kept[prompt][(layer * hidden) + i], 1e-3f * Math.Max(1, Math.Abs(expected[i])));
                }
            }
        }

        Assert.Empty(Extraction.Run(model, prompts[..5], Positions, AlignedModel.Afresh, "x").Streams(-1));
    }

    [Fact]
    public void What_is_kept_is_part_of_the_key()
    {
        Assert.Equal("", KeptRows.None.Key);
        Assert.NotEqual(KeptRows.At(-1).Key, KeptRows.At(-2).Key);
        Assert.NotEqual(KeptRows.Every(1).Key, KeptRows.Every(2).Key);
    }
}
