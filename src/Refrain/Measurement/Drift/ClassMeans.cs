namespace Refrain.Measurement;

/// <summary>Class means of one language's train prompts, [layer, position, hidden], as a run keeps them in float32.</summary>
/// <param name="Directions">Harmful less harmless means.</param>
/// <param name="HarmlessMeans">Harmless means.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Positions">Post-instruction tokens P.</param>
internal sealed record ClassMeans(float[] Directions, float[] HarmlessMeans, int Layers, int Positions)
{
    public int Hidden => Directions.Length / Layers / Positions;

    /// <summary>r at a layer and a position counted from the end, [hidden].</summary>
    public double[] Direction(int layer, int position) => Slice(Directions, layer, position);

    public double[] Harmless(int layer, int position) => Slice(HarmlessMeans, layer, position);

    public double[] Harmful(int layer, int position)
    {
        var mean = Harmless(layer, position);
        System.Numerics.Tensors.TensorPrimitives.Add(mean, Direction(layer, position), mean);
        return mean;
    }

    private double[] Slice(float[] values, int layer, int position) =>
        Array.ConvertAll(
            values[(((layer * Positions) + Positions + position) * Hidden)..(((layer * Positions) + Positions + position + 1) * Hidden)],
            value => (double)value
        );
}
