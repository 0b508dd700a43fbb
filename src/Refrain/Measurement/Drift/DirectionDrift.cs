using Refrain.Ground.Statistics;

namespace Refrain.Measurement;

/// <summary>What both runs hold on the train prompts of one language at A's position.</summary>
/// <param name="A">A's class means.</param>
/// <param name="B">B's.</param>
/// <param name="PromptsA">A's single prompts, or null: not kept there.</param>
/// <param name="PromptsB">B's.</param>
internal sealed record LanguageStreams(ClassMeans A, ClassMeans B, PromptActivations? PromptsA, PromptActivations? PromptsB)
{
    /// <summary>Both runs kept the same single prompts.</summary>
    public bool Paired =>
        PromptsA is { } a && PromptsB is { } b && a.Harmful.Length == b.Harmful.Length && a.Harmless.Length == b.Harmless.Length;

    /// <summary>A's direction at a layer, [hidden].</summary>
    public double[] Direction(int layer, int position) =>
        PromptsA is { } prompts ? prompts.At(layer).Direction : A.Direction(layer, position);
}

/// <summary>Cosines of directions and changes of projections (docs/method.md 9).</summary>
internal static class DirectionDrift
{
    /// <summary>The language with its layers, cosine and how many prompts they are from.</summary>
    /// <param name="language">The language so far.</param>
    /// <param name="own">What the runs hold of it.</param>
    /// <param name="source">What they hold of A's source.</param>
    /// <param name="position">A's position.</param>
    /// <param name="chosen">A's l*.</param>
    /// <param name="seed">Of the bootstrap.</param>
    public static ComparedLanguage Add(
        ComparedLanguage language,
        LanguageStreams own,
        LanguageStreams source,
        int position,
        int chosen,
        ulong seed
    )
    {
        var layers = new LayerDriftReport[own.A.Layers - 1];
        CosineDrift? cosine = null;
        Parallel.For(1, own.A.Layers, layer =>
        {
            double[] direction = source.Direction(layer, position);
            if (!own.Paired)
            {
                layers[layer - 1] = Report(LayerDrift.OfMeans(layer, own.A, own.B, position, direction));
                return;
            }

            layers[layer - 1] = Report(LayerDrift.OfPrompts(layer, own.PromptsA!.At(layer), own.PromptsB!.At(layer), direction, seed));
        });
        if (layers.FirstOrDefault(layer => layer.Layer == chosen)?.Cosine is { } value)
        {
            var interval = own.Paired ? CosineInterval.Of(own.PromptsA!.At(chosen), own.PromptsB!.At(chosen)) : Interval.Undefined;
            cosine = new CosineDrift(value, Finite.OrNull(interval.Low), Finite.OrNull(interval.High));
        }

        return language with
        {
            Layers = layers,
            Cosine = cosine,
            Prompts = own.Paired ? new InClasses(own.PromptsA!.Harmful.Length, own.PromptsA.Harmless.Length) : null,
        };
    }

    private static LayerDriftReport Report(LayerDrift drift) =>
        new()
        {
            Layer = drift.Layer,
            Cosine = Finite.OrNull(drift.Cosine),
            Gap = Finite.OrNull(drift.Gap),
            GapKept = Finite.OrNull(drift.GapKept),
            Harmful = Report(drift.Harmful),
            Harmless = Report(drift.Harmless),
        };

    private static ProjectionReport Report(ProjectionDrift drift) =>
        new()
        {
            A = Finite.OrNull(drift.A),
            B = Finite.OrNull(drift.B),
            Change = Finite.OrNull(drift.Change),
            Low = Finite.OrNull(drift.Interval.Low),
            High = Finite.OrNull(drift.Interval.High),
        };
}
