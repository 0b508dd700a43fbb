using Refrain.Directions;
using Refrain.Inference;

namespace Refrain.Tests.Directions;

public class FilteredSourceTests(DemoModel demo) : IClassFixture<DemoModel>
{
    [Theory]
    [InlineData(3, 8)] // few fail: their sum is taken off
    [InlineData(9, 2)] // most fail: those that pass are read
    public void Means_of_the_prompts_that_pass_are_those_of_reading_them_alone(int harmlessAmongHarmful, int harmful)
    {
        // Harmless prompts among the harmful ones do not pass as such.
        var source = demo.Source("en");
        source = source with { HarmfulTrain = [.. source.HarmlessTrain.Take(harmlessAmongHarmful), .. source.HarmfulTrain.Take(harmful)] };
        var reading = demo.Read("en");
        reading = LanguageReading.Read(
            demo.Model,
            "en",
            source.HarmfulTrain,
            source.HarmlessTrain,
            demo.Positions,
            AlignedModel.Afresh
        ) with
        {
            Onset = reading.Onset,
        };
        double Score(int[] prompt)
        {
            using var result = demo.Model.Forward(new ForwardRequest { Rows = [prompt] });
            return RefusalScore.Of(result.LastLogits(0), reading.OnsetIds);
        }

        int[][] passing = [.. source.HarmfulTrain.Where(prompt => Score(prompt) > 0)];
        Assert.InRange(passing.Length, 1, source.HarmfulTrain.Count - 1);

        var filtered = FilteredSource.Read(demo.Model, "en", source, reading, AlignedModel.Afresh);
        Assert.Equal(passing.Length, filtered.Counts.HarmfulTrain);
        double[] expected = Extraction.Run(demo.Model, passing, demo.Positions, AlignedModel.Afresh, "alone").Mean;
        double largest = expected.Max(Math.Abs);
        Assert.All(expected.Zip(filtered.Directions.HarmfulMeans), pair => Assert.Equal(pair.First, pair.Second, 1e-5 * largest));
        for (int position = -demo.Positions; position < 0; position++)
        {
            Assert.True(filtered.Directions.IsZero(0, position), "the template's embeddings differ between the classes");
        }
    }
}
