using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>The angles per position of one rotary embedding, as transformers computes them for the rope type of the same name.</summary>
internal static class RotaryFrequencies
{
    /// <summary>Radians per position, [half of the dimensions that turn], for sequences of a length.</summary>
    /// <param name="rope">The rotary embedding.</param>
    /// <param name="headDimension">Width of a head.</param>
    /// <param name="length">Tokens of the whole sequence; only <c>dynamic</c> and <c>longrope</c> depend on it.</param>
    public static double[] Of(RopeConfig rope, int headDimension, int length)
    {
        int dimension = rope.RotaryDimension == 0 ? headDimension : rope.RotaryDimension;
        double theta = rope.Kind == "dynamic" ? DynamicTheta(rope, dimension, length) : rope.Theta;
        var divisors = rope.FrequencyDivisors ?? (length > rope.OriginalMaximumPositions ? rope.LongFactors : rope.ShortFactors);
        var frequencies = new double[dimension / 2];
        for (int i = 0; i < frequencies.Length; i++)
        {
            double frequency = Math.Pow(theta, -2.0 * i / dimension);
            frequencies[i] = divisors is null ? Scale(rope, frequency, i, dimension) : frequency / divisors[i];
        }

        return frequencies;
    }

    private static double Scale(RopeConfig rope, double frequency, int index, int dimension) =>
        rope.Kind switch
        {
            "linear" => frequency / rope.Factor,
            "llama3" => Blend(rope, frequency, Llama3(rope, frequency)),
            "yarn" => Blend(rope, frequency, Yarn(rope, index, dimension)),
            _ => frequency,
        };

    /// <summary>NTK-aware θ: grown so that the lowest frequency makes as many turns over the longer sequence.</summary>
    private static double DynamicTheta(RopeConfig rope, int dimension, int length)
    {
        double stretch = Math.Max(length, rope.OriginalMaximumPositions) / rope.OriginalMaximumPositions;
        return rope.Theta * Math.Pow(rope.Factor * stretch - (rope.Factor - 1), dimension / (dimension - 2.0));
    }

    private static double Blend(RopeConfig rope, double frequency, double kept) => (1 - kept) * frequency / rope.Factor + kept * frequency;

    /// <summary>
    /// The share of a frequency that is kept: long wavelengths are stretched, short ones kept, those between blended (Llama 3.1's own
    /// scaling).
    /// </summary>
    private static double Llama3(RopeConfig rope, double frequency)
    {
        double turns = rope.OriginalMaximumPositions * frequency / (2 * Math.PI);
        return Math.Clamp((turns - rope.LowFrequencyFactor) / (rope.HighFrequencyFactor - rope.LowFrequencyFactor), 0, 1);
    }

    /// <summary>
    /// The same by index of the frequency, between the indices that make the fast and the slow number of turns (YaRN, arXiv 2309.00071,
    /// section 3.2).
    /// </summary>
    private static double Yarn(RopeConfig rope, int index, int dimension)
    {
        double low = IndexOf(rope, rope.FastTurns, dimension),
            high = IndexOf(rope, rope.SlowTurns, dimension);
        if (rope.Truncate)
        {
            (low, high) = (Math.Floor(low), Math.Ceiling(high));
        }

        (low, high) = (Math.Max(low, 0), Math.Min(high, dimension - 1));
        return 1 - Math.Clamp((index - low) / (high == low ? 0.001 : high - low), 0, 1);
    }

    /// <summary>The index, not rounded, of the frequency that makes so many turns over the original positions.</summary>
    private static double IndexOf(RopeConfig rope, double turns, int dimension) =>
        dimension * Math.Log(rope.OriginalMaximumPositions / (turns * 2 * Math.PI)) / (2 * Math.Log(rope.Theta));
}
