using Refrain.Checkpoints;

namespace Refrain.Inference;

/// <summary>Cosines and sines of the rotary embedding, [position, half the head's width]; all scaling is in the angles.</summary>
internal sealed class RotaryTable(RopeConfig rope, int headDimension)
{
    private readonly double[] frequencies = Frequencies(rope, headDimension / 2);
    private float[] cosines = [];
    private float[] sines = [];

    /// <summary>The tables for positions 0 … <paramref name="positions"/> − 1, grown as needed and kept.</summary>
    public (float[] Cosines, float[] Sines, int Positions) For(int positions)
    {
        int half = frequencies.Length;
        if (cosines.Length < positions * half)
        {
            int rows = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(positions, 64));
            cosines = new float[rows * half];
            sines = new float[rows * half];
            for (int i = 0; i < cosines.Length; i++)
            {
                (double sine, double cosine) = Math.SinCos(i / half * frequencies[i % half]);
                cosines[i] = (float)cosine;
                sines[i] = (float)sine;
            }
        }

        return (cosines, sines, cosines.Length / half);
    }

    private static double[] Frequencies(RopeConfig rope, int half)
    {
        var frequencies = new double[half];
        for (int i = 0; i < half; i++)
        {
            double frequency = Math.Pow(rope.Theta, -(double)i / half);
            frequencies[i] = rope.FrequencyDivisors is { } divisors ? frequency / divisors[i] : Scale(rope, frequency);
        }

        return frequencies;
    }

    private static double Scale(RopeConfig rope, double frequency)
    {
        if (rope.Kind == "linear")
        {
            return frequency / rope.Factor;
        }

        if (rope.Kind != "llama3")
        {
            return frequency;
        }

        // Long wavelengths are stretched, short ones kept, those between blended (Llama 3.1's own scaling).
        double turns = rope.OriginalMaximumPositions * frequency / (2 * Math.PI);
        double blend = (turns - rope.LowFrequencyFactor) / (rope.HighFrequencyFactor - rope.LowFrequencyFactor);
        blend = Math.Clamp(blend, 0, 1);
        return (1 - blend) * frequency / rope.Factor + blend * frequency;
    }
}
