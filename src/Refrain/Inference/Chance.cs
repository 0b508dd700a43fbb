using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Refrain.Inference;

/// <summary>At which points and tokens of one prompt an intervention with a probability acts: where u &lt; q.</summary>
/// <remarks>
/// u is a hash of (seed, prompt id, point, position) and of nothing else, q least of all: batches, threads, chunks, shared beginnings and
/// resumed runs
/// change no choice, and what acts under one q acts under every greater one. The prompt's key is the first 8 bytes, little-endian, of the
/// SHA-256
/// of the seed's 8 bytes, little-endian, and the id in UTF-8; point and position are then mixed in as the state of SplitMix64, twice.
/// </remarks>
internal sealed class Chance
{
    private readonly ulong seed,
        key;

    /// <param name="probability">q, from 0 to 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="promptId">The prompt.</param>
    public Chance(double probability, ulong seed, string promptId)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        (Probability, this.seed) = (probability, seed);
        var bytes = new byte[sizeof(ulong) + Encoding.UTF8.GetByteCount(promptId)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, seed);
        Encoding.UTF8.GetBytes(promptId, bytes.AsSpan(sizeof(ulong)));
        key = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes));
    }

    /// <summary>q.</summary>
    public double Probability { get; }

    /// <summary>The same for another prompt.</summary>
    public Chance For(string promptId) => new(Probability, seed, promptId);

    /// <summary>Whether it acts.</summary>
    /// <param name="point">The point's number in the model, <see cref="Graphs.Blocks.Hook.Point"/>.</param>
    /// <param name="position">The token's place in its whole sequence, from 0.</param>
    public bool Acts(int point, int position) => Uniform(point, position) < Probability;

    /// <summary>u, in [0, 1) with 53 bits.</summary>
    public double Uniform(int point, int position)
    {
        ulong state = key + (uint)point;
        ulong mixed = SeededGenerator.SplitMix(ref state) + (uint)position;
        return (SeededGenerator.SplitMix(ref mixed) >> 11) * (1.0 / (1UL << 53));
    }
}
