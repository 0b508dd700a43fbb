using System.Numerics.Tensors;
using Refrain.Inference;

namespace Refrain.Directions;

/// <summary>Directions that should do nothing, made like the chosen one and at its position (method.md 7).</summary>
internal static class ControlDirections
{
    /// <summary>Both controls of a source; none where it has no direction.</summary>
    /// <param name="model">The model.</param>
    /// <param name="language">Names the source.</param>
    /// <param name="source">The source.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="remember">Keeps finished batches.</param>
    public static IReadOnlyDictionary<Control, DirectionLine> Find(Model model, string language, SourceDirection source, ulong seed, Remember remember)
    {
        if (source is not { Directions: { } directions, Train: { } train, Selection.Chosen: { } chosen })
        {
            return new Dictionary<Control, DirectionLine>();
        }

        var real = DirectionLine.Of(directions, chosen.Position);
        return new Dictionary<Control, DirectionLine>
        {
            [Control.Random] = Random(real, seed, language),
            [Control.Shuffled] = AsLongAs(real, DirectionLine.Of(Shuffled(model, language, train, directions.Positions, seed, remember), chosen.Position)),
        };
    }

    /// <summary>Per layer a Gaussian direction, orthogonal to the real one and of equal norm, with the real one's offsets; zero where that is.</summary>
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

    /// <summary>Means and directions of the same train prompts, with their labels permuted; each class keeps its size.</summary>
    public static DirectionSet Shuffled(Model model, string language, TrainPrompts train, int positions, ulong seed, Remember remember)
    {
        int[][] prompts = [.. train.Harmful, .. train.Harmless];
        new SeededGenerator(seed, $"shuffled labels/{language}").Shuffle<int[]>(prompts);
        double[] Mean(int[][] labelled, string name) => Extraction.Run(model, labelled, positions, remember, $"{language}/{name}/train shuffled").Mean;
        return new DirectionSet(model.Config.Layers, positions, model.Config.HiddenSize, Mean(prompts[..train.Harmful.Count], "harmful"), Mean(prompts[train.Harmful.Count..], "harmless"));
    }

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

        return control with { Directions = directions };
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
