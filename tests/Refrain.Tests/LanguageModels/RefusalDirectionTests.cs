using Refrain.Checkpoints;
using Refrain.Directions;
using Refrain.LanguageModels;
using Refrain.Tests.Checkpoints;

namespace Refrain.Tests.LanguageModels;

public class RefusalDirectionTests(OpenDemo demo) : IClassFixture<OpenDemo>
{
    [Fact]
    public void It_parts_harmful_from_harmless_prompts()
    {
        var direction = demo.Direction;
        Assert.Equal(1, Norm(direction.Unit.Span), 5);
        Assert.Equal(direction.Length, Norm(direction.Vector.Span), 3);
        Assert.InRange(direction.Layer, 0, demo.Model.Layers - 1);
        Assert.InRange(direction.Position, -demo.Model.TemplatePositions, -1);
        Assert.Equal(demo.Model.Layers * demo.Model.HiddenSize, direction.Directions.Length);
        float Mean(IReadOnlyList<string> prompts) =>
            demo
                .Model.ReadActivationsOfAll([.. prompts.Select(demo.Model.EncodePrompt)], new ReadingOptions { Layers = [direction.Layer] })
                .Average(read => direction.Project(read.At(direction.Layer, direction.Position)));
        Assert.True(Mean(demo.Prompts.HarmfulValidation) - Mean(demo.Prompts.HarmlessValidation) > direction.Length / 2);
    }

    [Fact]
    public async Task It_is_the_same_after_it_was_saved()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "direction.safetensors");
        demo.Direction.Save(path);
        var loaded = RefusalDirection.Load(path);
        Assert.Equal(Of(demo.Direction), Of(loaded));
        Assert.True(demo.Direction.Directions.Span.SequenceEqual(loaded.Directions.Span));
        Assert.True(demo.Direction.HarmlessMeans.Span.SequenceEqual(loaded.HarmlessMeans.Span));
        var options = new GenerationOptions { MaximumNewTokens = 16 };
        Assert.Equal(
            (await demo.Model.AnswerAsync(demo.Harmful, options with { Intervention = demo.Direction.Ablate() })).Text,
            (await demo.Model.AnswerAsync(demo.Harmful, options with { Intervention = loaded.Ablate() })).Text
        );
    }

    [Fact]
    public void A_file_that_is_none_is_refused_with_its_place()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "direction.safetensors");
        demo.Direction.Save(path);
        using (var file = SafetensorsFile.Open(path))
        {
            var metadata = file.Metadata.ToDictionary();
            float[] values = file.Read("directions");
            long[] shape = [.. file.Tensors["directions"].Shape];
            void Refused(string expected, IReadOnlyList<SafetensorsTensor>? tensors = null, params (string Name, string? Value)[] changes)
            {
                var changed = new Dictionary<string, string>(metadata);
                foreach (var (name, value) in changes)
                {
                    changed.Remove(name);
                    if (value is not null)
                    {
                        changed.Add(name, value);
                    }
                }

                string other = Path.Combine(folder.Path, "other.safetensors");
                SafetensorsWriter.Write(
                    other,
                    tensors ?? [SafetensorsTensor.Of("directions", shape, values), SafetensorsTensor.Of("harmless_means", shape, values)],
                    changed
                );
                Assert.Contains(expected, Assert.Throws<BadInputException>(() => RefusalDirection.Load(other)).Message);
            }

            Refused("schema_version: is 2; expected 1", null, ("schema_version", "2"));
            Refused("schema_version: is missing", null, ("schema_version", null));
            Refused("layer: is -1", null, ("layer", "-1"));
            Refused("layer: is 99", null, ("layer", "99"));
            Refused("position: is 0", null, ("position", "0"));
            Refused("ablation: is none; expected zero or affine", null, ("ablation", "none"));
            Refused("divergence: is much", null, ("divergence", "much"));
            Refused("does not hold a direction", [SafetensorsTensor.Of("directions", shape, values)]);
            Refused(
                "does not hold a direction",
                [SafetensorsTensor.Of("directions", shape, values), SafetensorsTensor.Of("harmless_means", [shape[1], shape[0]], values)]
            );
            Refused(
                "not finite",
                [
                    SafetensorsTensor.Of("directions", shape, [float.NaN, .. values[1..]]),
                    SafetensorsTensor.Of("harmless_means", shape, values),
                ]
            );
        }

        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
        Assert.Throws<BadInputException>(() => RefusalDirection.Load(path));
        Assert.Throws<BadInputException>(() => RefusalDirection.Load(path + "x"));
    }

    [Fact]
    public async Task Where_there_is_none_it_says_why_and_makes_no_intervention()
    {
        var few = new DirectionPrompts([demo.Harmful], [demo.Harmless], [], []);
        var none = await demo.Model.FindDirectionAsync(few);
        Assert.Equal(SelectionVerdict.NoSignal, none.Verdict);
        Assert.True(none.Vector.IsEmpty);
        Assert.Throws<InvalidOperationException>(none.Ablate);
        Assert.Throws<InvalidOperationException>(() => none.Add());
        Assert.Throws<InvalidOperationException>(() => none.Save("never.safetensors"));
        Assert.Equal(SelectionVerdict.NoSignal, (await demo.Model.FindDirectionAsync(new DirectionPrompts([], [], [], []))).Verdict);
    }

    private static object Of(RefusalDirection direction) =>
        (
            (direction.Verdict, direction.Model, direction.Layers, direction.HiddenSize, direction.Language, direction.Kind),
            (direction.Convention, direction.Layer, direction.Position, direction.AdditionLayer, direction.Scores)
        );

    private static float Norm(ReadOnlySpan<float> values) => MathF.Sqrt(System.Numerics.Tensors.TensorPrimitives.SumOfSquares(values));
}
