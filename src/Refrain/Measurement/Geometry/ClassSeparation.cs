using System.Numerics.Tensors;

namespace Refrain.Measurement;

/// <summary>How well harmful and harmless prompts of one language are told apart at one layer (docs/method.md 8).</summary>
/// <param name="Silhouette">Mean silhouette of the two classes, cosine distance.</param>
/// <param name="Auroc">Of the projections on a direction, harmful against harmless.</param>
/// <param name="Separation">Of the same projections, in pooled standard deviations.</param>
internal sealed record ClassSeparation(double Silhouette, double Auroc, double Separation)
{
    /// <summary>Measures one language along a direction, [hidden]: the source's. NaN along a zero direction.</summary>
    public static ClassSeparation Of(ClassActivations language, double[] direction)
    {
        int[] labels = [.. language.Harmful.Select(_ => 1), .. language.Harmless.Select(_ => 0)];
        double silhouette = Ground.Statistics.Silhouette.Of(language.All, labels);
        if (!direction.AsSpan().ContainsAnyExcept(0.0))
        {
            return new(silhouette, double.NaN, double.NaN);
        }

        double[] unit = ClassActivations.Unit(direction);
        double[] harmful = Projections(language.Harmful, unit),
            harmless = Projections(language.Harmless, unit);
        return new(silhouette, Ground.Statistics.Auroc.Of(harmful, harmless), Ground.Statistics.Separation.Of(harmful, harmless));
    }

    private static double[] Projections(IReadOnlyList<double[]> points, double[] unit) =>
        [.. points.Select(point => TensorPrimitives.Dot<double>(point, unit))];
}
