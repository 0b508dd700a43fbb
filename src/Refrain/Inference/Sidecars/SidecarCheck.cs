using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Refrain.Inference.Sidecars;

/// <summary>Compares a sidecar's body with the checksums of its footer.</summary>
internal static class SidecarCheck
{
    /// <summary>MiB that are compared when a sidecar is opened; a smaller one is compared whole.</summary>
    public const int Sample = 256;

    /// <summary>
    /// The first byte of a MiB that differs, or null: of <see cref="Sample"/> of them evenly over the file, beginning anywhere.
    /// </summary>
    public static long? DamageInSample(SafeFileHandle file, SidecarFooter footer)
    {
        int step = Math.Max(1, (footer.Chunks.Length + Sample - 1) / Sample);
        int first = RandomNumberGenerator.GetInt32(step); // other ones each time; what a run computes does not depend on it
        return Damage(file, footer, first, step);
    }

    /// <summary>The first byte of a MiB that differs, or null: of all. At the speed of the disk.</summary>
    public static long? Damage(SafeFileHandle file, SidecarFooter footer) => Damage(file, footer, 0, 1);

    private static long? Damage(SafeFileHandle file, SidecarFooter footer, int first, int step)
    {
        int count = Math.Max(0, (footer.Chunks.Length - first + step - 1) / step);
        long damaged = long.MaxValue;
        Parallel.For(
            0,
            count,
            () => new byte[SidecarFooter.Chunk],
            (i, _, buffer) =>
            {
                long offset = (first + (long)i * step) * SidecarFooter.Chunk;
                var bytes = buffer.AsSpan(0, (int)Math.Min(SidecarFooter.Chunk, footer.Bytes - offset));
                if (!SidecarFooter.ReadAll(file, bytes, offset) || Checksum.Append(0, bytes) != footer.Chunks[offset / SidecarFooter.Chunk])
                {
                    InterlockedMinimum(ref damaged, offset);
                }

                return buffer;
            },
            _ => { }
        );
        return damaged == long.MaxValue ? null : damaged;
    }

    private static void InterlockedMinimum(ref long target, long value)
    {
        for (long known = Volatile.Read(ref target); value < known; )
        {
            known = Interlocked.CompareExchange(ref target, value, known);
        }
    }
}
