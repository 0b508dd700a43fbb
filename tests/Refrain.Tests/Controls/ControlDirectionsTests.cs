using System.Numerics.Tensors;
using Refrain.Directions;

namespace Refrain.Tests.Controls;

/// <summary>Controls are what docs/method.md 7 says they are.</summary>
public class ControlDirectionsTests(DemoPipeline pipeline) : IClassFixture<DemoPipeline>
{
    private static readonly DirectionLine Real = Line(seed: 5, layers: 6, hidden: 32);

    private static DirectionLine Line(ulong seed, int layers, int hidden)
    {
        var generator = new SeededGenerator(seed);
        double[] Values(int from) => [.. Enumerable.Range(0, layers * hidden).Select(i => i < from ? 0 : 3 * generator.NextNormal())];
        return new DirectionLine(Values(hidden), Values(0), layers); // layer 0 has no direction
    }

    [Fact]
    public void A_random_direction_is_orthogonal_and_as_long_in_every_layer_and_keeps_the_offsets()
    {
        var random = ControlDirections.Random(Real, 7, "en");
        for (int layer = 1; layer < Real.Layers; layer++)
        {
            double norm = TensorPrimitives.Norm(Real.At(layer));
            Assert.Equal(norm, TensorPrimitives.Norm(random.At(layer)), 1e-9);
            Assert.Equal(0, TensorPrimitives.Dot(Real.At(layer), random.At(layer)) / (norm * norm), 1e-12);
        }

        Assert.False(random.At(0).ContainsAnyExcept(0.0));
        Assert.Equal(Real.Offsets, random.Offsets);
    }

    [Fact]
    public void Layers_seeds_and_languages_have_directions_of_their_own_and_the_same_ones_again()
    {
        var random = ControlDirections.Random(Real, 7, "en");
        Assert.Equal(random.Directions, ControlDirections.Random(Real, 7, "en").Directions);
        Assert.NotEqual(random.Directions, ControlDirections.Random(Real, 8, "en").Directions);
        Assert.NotEqual(random.Directions, ControlDirections.Random(Real, 7, "de").Directions);
        Assert.InRange(TensorPrimitives.CosineSimilarity(random.At(1), random.At(2)), -0.7, 0.7);
    }

    [Fact]
    public void Components_of_random_directions_are_Gaussian()
    {
        // A direction of 20,000 dimensions, so that one component taken out does not show.
        var line = Line(seed: 1, layers: 2, hidden: 20_000);
        double[] values = ControlDirections.Random(line, 3, "en").At(1).ToArray();
        double deviation = Math.Sqrt(values.Average(value => value * value));
        Assert.Equal(3, values.Average(value => Math.Pow(value / deviation, 4)), 0.2);
        Assert.Equal(0.6827, values.Count(value => Math.Abs(value) < deviation) / (double)values.Length, 0.02);
    }

    [Fact]
    public void Permuted_labels_average_the_same_prompts_in_classes_of_the_same_size()
    {
        var demo = pipeline.Few;
        var (train, directions) = (demo.Filtered.Train, demo.Filtered.Directions);
        var permuted = ControlDirections.Permuted(train, 3, "en");
        var shuffled = ControlDirections.Means(demo.Model, "en", permuted, demo.Positions, DemoPipeline.Stages.Afresh);
        Assert.Equal((train.Harmful.Count, train.Harmless.Count), (permuted.Harmful.Count, permuted.Harmless.Count));
        var really = train.Harmful.ToHashSet();
        double share = (double)train.Harmful.Count / (train.Harmful.Count + train.Harmless.Count);
        Assert.InRange(permuted.Harmful.Count(really.Contains), (share * train.Harmful.Count) - 0.5, (share * train.Harmful.Count) + 0.5);
        Assert.Equal(permuted.Harmful.Count + permuted.Harmless.Count, permuted.Harmful.Concat(permuted.Harmless).Distinct().Count());
        double harmful = train.Harmful.Count,
            harmless = train.Harmless.Count;
        for (int i = 0; i < directions.Directions.Length; i++)
        {
            double all = (harmful * directions.HarmfulMeans[i]) + (harmless * directions.HarmlessMeans[i]);
            Assert.Equal(
                all,
                (harmful * shuffled.HarmfulMeans[i]) + (harmless * shuffled.HarmlessMeans[i]),
                1e-4 * Math.Max(1, Math.Abs(all))
            );
        }

        // The labels' difference is gone but for chance: about √(1/128 + 1/128) of a standard deviation remains.
        Assert.InRange(TensorPrimitives.Norm(shuffled.At(6, -1)) / TensorPrimitives.Norm(directions.At(6, -1)), 0.01, 0.6);
    }

    [Fact]
    public void Controls_of_a_source_have_the_length_of_its_direction_at_the_chosen_position()
    {
        var demo = pipeline.Few;
        var source = new SourceDirection
        {
            Selection = new SelectionResult { Verdict = SelectionVerdict.Passed, Chosen = new Candidate(AblationKind.Affine, -2, 5) },
            Directions = demo.Filtered.Directions,
            Train = demo.Filtered.Train,
        };
        var controls = ControlDirections.Find(demo.Model, "en", source, demo.Reading, 1, DemoPipeline.Stages.Afresh)!;
        Assert.Equal(0.001, controls.LabelsP);
        Assert.Equal([Control.Random, Control.Shuffled], controls.Lines.Keys.Order());
        Assert.All(controls.Lines.Values, line =>
            Assert.Equal(TensorPrimitives.Norm(demo.Filtered.Directions.At(5, -2)), TensorPrimitives.Norm(line.At(5)), 1e-6)
        );
        Assert.Null(
            ControlDirections.Find(
                demo.Model,
                "en",
                source with
                {
                    Selection = new SelectionResult { Verdict = SelectionVerdict.NonePasses },
                },
                demo.Reading,
                1,
                DemoPipeline.Stages.Afresh
            )
        );
    }
}
