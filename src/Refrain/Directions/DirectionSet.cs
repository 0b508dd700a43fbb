namespace Refrain.Directions;

/// <summary>Directions and means of one language over [layer, position, hidden].</summary>
internal sealed class DirectionSet(int layers, int positions, int hidden, double[] harmful, double[] harmless)
{
    public int Layers => layers;

    /// <summary>Post-instruction positions P.</summary>
    public int Positions => positions;

    public int Hidden => hidden;

    /// <summary>r[l, p] = μ_harmful[l, p] − μ_harmless[l, p], flat [layer, position, hidden].</summary>
    public double[] Directions { get; } = [.. harmful.Zip(harmless, (a, b) => a - b)];

    public double[] HarmfulMeans => harmful;

    public double[] HarmlessMeans => harmless;

    /// <summary>r at a layer and a position counted from the end (−P … −1), [hidden].</summary>
    public ReadOnlySpan<double> At(int layer, int position) => Slice(Directions, layer, position);

    /// <summary>r of one position in every layer, flat [layer, hidden].</summary>
    public double[] Across(int position) => Across(Directions, position);

    /// <summary>Harmless means of one position in every layer, flat [layer, hidden].</summary>
    public double[] OffsetsAcross(int position) => Across(harmless, position);

    /// <summary>True where a direction is zero, as in layer 0 at template positions: no candidate, and no cosine.</summary>
    public bool IsZero(int layer, int position) => !At(layer, position).ContainsAnyExcept(0.0);

    private double[] Across(double[] values, int position)
    {
        var across = new double[layers * hidden];
        for (int layer = 0; layer < layers; layer++)
        {
            Slice(values, layer, position).CopyTo(across.AsSpan(layer * hidden));
        }

        return across;
    }

    private ReadOnlySpan<double> Slice(double[] values, int layer, int position) =>
        values.AsSpan((layer * positions + positions + position) * hidden, hidden);
}
