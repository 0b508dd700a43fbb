using System.Numerics;
using System.Text;

namespace Refrain.Ground;

/// <summary>
/// A random generator whose numbers are the same on every machine and .NET version, unlike <see cref="Random"/>, whose algorithm may
/// change:
/// xoshiro256** (Blackman and Vigna, 2018), its state filled by SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
internal sealed class SeededGenerator
{
    private ulong a,
        b,
        c,
        d;

    /// <param name="seed">The run's seed.</param>
    /// <param name="purpose">Gives every use of one seed its own stream, so that adding a use changes no other.</param>
    public SeededGenerator(ulong seed, string purpose = "")
    {
        // FNV-1a of the purpose; an empty one leaves the seed as it is.
        ulong state = seed;
        if (purpose.Length > 0)
        {
            ulong hash = 14_695_981_039_346_656_037;
            foreach (byte value in Encoding.UTF8.GetBytes(purpose))
            {
                hash = (hash ^ value) * 1_099_511_628_211;
            }

            state = seed ^ hash;
        }

        (this.a, this.b, this.c, this.d) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    /// <summary>For checks against the published sequence.</summary>
    internal SeededGenerator(ulong a, ulong b, ulong c, ulong d) => (this.a, this.b, this.c, this.d) = (a, b, c, d);

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(this.b * 5, 7) * 9;
        ulong shifted = this.b << 17;
        this.c ^= this.a;
        this.d ^= this.b;
        this.b ^= this.c;
        this.a ^= this.d;
        this.c ^= shifted;
        this.d = BitOperations.RotateLeft(this.d, 45);
        return result;
    }

    /// <summary>A whole number from 0 to below the bound, each equally likely (Lemire, 2019).</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        ulong high = Math.BigMul(NextBits(), (ulong)bound, out ulong low);
        if (low < (ulong)bound)
        {
            ulong threshold = unchecked(0 - (ulong)bound) % (ulong)bound;
            while (low < threshold)
            {
                high = Math.BigMul(NextBits(), (ulong)bound, out low);
            }
        }

        return (int)high;
    }

    /// <summary>A number in [0, 1) with 53 random bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A draw from the standard normal distribution (Marsaglia's polar method; the second value is discarded).</summary>
    public double NextNormal()
    {
        while (true)
        {
            double x = (2 * NextDouble()) - 1,
                y = (2 * NextDouble()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * Math.Log(square) / square);
            }
        }
    }

    /// <summary>Puts the values into a random order, each equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Next(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    internal static ulong SplitMix(ref ulong state)
    {
        ulong value = state += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
