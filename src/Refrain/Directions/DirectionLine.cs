namespace Refrain.Directions;

/// <summary>Directions and offsets of one position in every layer: all that an intervention is made from.</summary>
/// <param name="Directions">r[l], flat [layer, hidden].</param>
/// <param name="Offsets">Harmless means, flat [layer, hidden]; affine ablation alone uses them.</param>
/// <param name="Layers">The model's number of blocks.</param>
internal sealed record DirectionLine(double[] Directions, double[] Offsets, int Layers)
{
    public int Hidden => Directions.Length / Layers;

    /// <summary>r of a layer, [hidden].</summary>
    public ReadOnlySpan<double> At(int layer) => Directions.AsSpan(layer * Hidden, Hidden);

    /// <summary>The line of a position.</summary>
    public static DirectionLine Of(DirectionSet set, int position) => new(set.Across(position), set.OffsetsAcross(position), set.Layers);
}
