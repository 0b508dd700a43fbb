using System.Numerics.Tensors;
using Refrain.Inference;
using Refrain.Prompts;

namespace Refrain.Directions;

/// <summary>A source's controls.</summary>
/// <param name="Lines">What stands in the direction's place.</param>
/// <param name="LabelsP">p that the source's labels say nothing of what the model holds (<see cref="LabelTest"/>).</param>
internal sealed record SourceControls(IReadOnlyDictionary<Control, DirectionLine> Lines, double LabelsP);

/// <summary>Directions that should do nothing, made like the chosen one and at its position (docs/method.md 7).</summary>
internal static class ControlDirections
{
    /// <summary>The controls of a source; null where it has no direction.</summary>
    /// <param name="model">The model.</param>
    /// <param name="language">Names the source.</param>
    /// <param name="source">The source.</param>
    /// <param name="reading">Its unfiltered prompts.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="remember">Keeps finished batches.</param>
    public static SourceControls? Find(
        Model model,
        string language,
        SourceDirection source,
        LanguageReading? reading,
        ulong seed,
        Remember remember
    )
    {
        if (source is not { Directions: { } directions, Train: { } train, Selection.Chosen: { } chosen } || reading is null)
        {
            return null;
        }

        var real = DirectionLine.Of(directions, chosen.Position);
        var shuffled = Means(model, $"{language}/shuffled", Permuted(train, seed, language), directions.Positions, remember);
        return new SourceControls(
            new Dictionary<Control, DirectionLine>
            {
                [Control.Random] = Random(real, seed, language),
                [Control.Shuffled] = AsLongAs(real, DirectionLine.Of(shuffled, chosen.Position)),
            },
            // Before the filter, which keeps the prompts whose label agrees with the score and so makes any labels look right; and after
            // it.
            Math.Max(
                LabelTest.P(reading.Harmful.LastOf(), reading.Harmless.LastOf(), seed, language),
                LabelTest.P(train.HarmfulLast, train.HarmlessLast, seed, $"{language}/filtered")
            )
        );
    }

    /// <summary>
    /// Per layer a Gaussian direction, orthogonal to the real one and of equal norm, with the real one's offsets; zero where that is.
    /// </summary>
    public static DirectionLine Random(DirectionLine real, ulong seed, string language)
    {
        int hidden = real.Hidden;
        var directions = new double[real.Directions.Length];
        for (int layer = 0; layer < real.Layers; layer++)
        {
            // A stream of its own per layer, so that one layer's direction does not hang on how many layers come before.
            var generator = new SeededGenerator(seed, $"random direction/{language}/{layer}");
            var direction = directions.AsSpan(layer * hidden, hidden);
            for (int i = 0; i < hidden; i++)
            {
                direction[i] = generator.NextNormal();
            }

            Orthogonalise(direction, real.At(layer));
        }

        return AsLongAs(real, real with { Directions = directions });
    }

    /// <summary>
    /// Train prompts with permuted labels: each class keeps its size, and has the same share of really harmful prompts as all together, but
    /// for rounding. So what is left of the real labels is nothing, not what chance leaves of them.
    /// </summary>
    public static TrainPrompts Permuted(TrainPrompts train, ulong seed, string language)
    {
        var generator = new SeededGenerator(seed, $"shuffled labels/{language}");
        int[] Order(int count)
        {
            int[] order = [.. Enumerable.Range(0, count)];
            generator.Shuffle<int>(order);
            return order;
        }

        int harmful = train.Harmful.Count,
            harmless = train.Harmless.Count;
        int fromHarmful = (int)Math.Round((double)harmful * harmful / (harmful + harmless)),
            fromHarmless = harmful - fromHarmful;
        int[] first = Order(harmful),
            second = Order(harmless);
        return new TrainPrompts(
            [.. first[..fromHarmful].Select(i => train.Harmful[i]), .. second[..fromHarmless].Select(i => train.Harmless[i])],
            [.. first[fromHarmful..].Select(i => train.Harmful[i]), .. second[fromHarmless..].Select(i => train.Harmless[i])],
            [.. first[..fromHarmful].Select(i => train.HarmfulLast[i]), .. second[..fromHarmless].Select(i => train.HarmlessLast[i])],
            [.. first[fromHarmful..].Select(i => train.HarmfulLast[i]), .. second[fromHarmless..].Select(i => train.HarmlessLast[i])]
        );
    }

    /// <summary>Means and directions of train prompts as they are labelled.</summary>
    public static DirectionSet Means(Model model, string name, TrainPrompts train, int positions, Remember remember) =>
        new(
            model.Config.Layers,
            positions,
            model.Config.HiddenSize,
            Extraction.Run(model, train.Harmful, positions, remember, $"{name}/{PromptClass.Harmful.Word()}/{Split.Train.Word()}").Mean,
            Extraction.Run(model, train.Harmless, positions, remember, $"{name}/{PromptClass.Harmless.Word()}/{Split.Train.Word()}").Mean
        );

    // Ablation acts on the direction alone; addition would do less with a shorter one, and the control would be too easy to beat.
    private static DirectionLine AsLongAs(DirectionLine real, DirectionLine control)
    {
        double[] directions = [.. control.Directions];
        for (int layer = 0; layer < real.Layers; layer++)
        {
            var direction = directions.AsSpan(layer * real.Hidden, real.Hidden);
            double norm = TensorPrimitives.Norm<double>(direction);
            TensorPrimitives.Multiply(direction, norm > 0 ? TensorPrimitives.Norm(real.At(layer)) / norm : 0, direction);
        }

        return control with
        {
            Directions = directions,
        };
    }

    private static void Orthogonalise(Span<double> direction, ReadOnlySpan<double> real)
    {
        double square = TensorPrimitives.Dot(real, real);
        double along = square > 0 ? TensorPrimitives.Dot<double>(direction, real) / square : 0;
        for (int i = 0; i < direction.Length; i++)
        {
            direction[i] -= along * real[i];
        }
    }
}
